package dev.rehearsal.standing;

import java.util.OptionalDouble;

/**
 * Users, where they are what is counted.
 *
 * @param number how many have a graded prefix; each counts once
 * @param designEffect how many of their prefixes are worth one independent one; empty while it
 *     cannot be told
 */
public record Units(long number, OptionalDouble designEffect) {}
