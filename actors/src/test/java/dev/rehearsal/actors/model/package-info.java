@NullMarked
package dev.rehearsal.actors.model;

import org.jspecify.annotations.NullMarked;
