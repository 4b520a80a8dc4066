/**
 * Models: the kinds of model (an SPI), their clients, and the actor that owns all the time and
 * patience a model needs.
 */
@NullMarked
package dev.rehearsal.actors.model;

import org.jspecify.annotations.NullMarked;
