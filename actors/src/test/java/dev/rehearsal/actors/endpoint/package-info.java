@NullMarked
package dev.rehearsal.actors.endpoint;

import org.jspecify.annotations.NullMarked;
