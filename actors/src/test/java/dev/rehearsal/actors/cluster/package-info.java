@NullMarked
package dev.rehearsal.actors.cluster;

import org.jspecify.annotations.NullMarked;
