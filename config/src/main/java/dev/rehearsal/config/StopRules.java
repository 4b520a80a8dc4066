package dev.rehearsal.config;

import java.util.OptionalDouble;

/**
 * When a category is decided; an empty rule is off. A category ends when all its rules are met in
 * all its lanes.
 *
 * @param threshold rate within (0, 1): met when the interval lies wholly above or below it
 * @param relative ratio over 1: met when high / low is at most its square
 * @param absolute half width within (0, 1): met when the interval is no wider than twice this
 * @param baseline met when the comparison with the candidate says increased, decreased or
 *     equivalent
 * @param equivalence ratio r over 1: a comparison is equivalent when its interval lies within [1/r,
 *     r]; empty when nothing is called equivalent
 */
public record StopRules(
    OptionalDouble threshold,
    OptionalDouble relative,
    OptionalDouble absolute,
    boolean baseline,
    OptionalDouble equivalence) {}
