package dev.rehearsal.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a run ends before its source does.
 *
 * @param enabled false reads the whole log whatever the stop rules say; limits below still hold
 * @param lookEvery admissions between two looks at the stop rules; at least 1
 * @param maxPrefixes most prefixes to admit
 * @param budgetUsd most US dollars to spend
 * @param budgetTokens most tokens, in and out together
 * @param budgetCalls most calls to models, attempts included
 * @param deadline longest time since the run's first start
 * @param futility chance within (0, 1) below which a category is given up; empty for never
 * @param rules what categories start from
 */
public record Stop(
    boolean enabled,
    int lookEvery,
    OptionalLong maxPrefixes,
    OptionalDouble budgetUsd,
    OptionalLong budgetTokens,
    OptionalLong budgetCalls,
    Optional<Duration> deadline,
    OptionalDouble futility,
    StopRules rules) {}
