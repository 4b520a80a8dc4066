package dev.rehearsal.config;

import java.util.OptionalDouble;

/**
 * One undesired behaviour.
 *
 * @param id short and stable: what results are joined by
 * @param title for people
 * @param grader name of the grader that decides it
 * @param severity from 1 (a nuisance) to 5 (grave)
 * @param tolerance highest rate that may ship, within (0, 1); gates the candidate only
 * @param maxIncrease highest ratio of the candidate's rate to that of a lane it is compared with,
 *     above 1
 * @param blocks whether a gate that did not pass keeps the candidate from shipping
 * @param expectedRate rate in (0, 1) known before the run: it sharpens the intervals
 * @param weight its share of the error relative to other categories, above 0; 1 for all: equal
 * @param driftFrom rate in (0, 1) known before the run, away from which it is watched; empty: it is
 *     not
 * @param rules the plan's stop rules with the category's own on top; its threshold is the tolerance
 *     unless it says otherwise
 */
public record Category(
    String id,
    String title,
    String grader,
    int severity,
    OptionalDouble tolerance,
    OptionalDouble maxIncrease,
    boolean blocks,
    OptionalDouble expectedRate,
    double weight,
    OptionalDouble driftFrom,
    StopRules rules) {}
