@NullMarked
package dev.rehearsal.actors.model.http;

import org.jspecify.annotations.NullMarked;
