/** The port to a model: one request, one attempt, one outcome. */
@NullMarked
package dev.rehearsal.model;

import org.jspecify.annotations.NullMarked;
