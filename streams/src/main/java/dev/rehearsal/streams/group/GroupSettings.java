package dev.rehearsal.streams.group;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What a process needs to know to count together with others.
 *
 * @param totals topic
 * @param epoch how long an epoch is, the same for all
 * @param run what all members have in common and others do not
 * @param member of this life of this process alone
 * @param clock that epochs go by
 */
public record GroupSettings(
    String totals, Duration epoch, String run, String member, InstantSource clock) {}
