/** Rehearsal: how often a model will misbehave, before you ship it. */
@NullMarked
package dev.rehearsal;

import org.jspecify.annotations.NullMarked;
