package dev.rehearsal.streams.journal;

import java.util.OptionalLong;

/**
 * How the writing goes, since this process opened the journal.
 *
 * @param queued appends that wait to be committed
 * @param commits of appends that succeeded
 * @param commitSeconds that those took, all together
 * @param writable false after a write failed: every later append fails as well
 * @param bytes that the journal's files take right now; empty where it is no file of its own
 */
public record JournalStatus(
    int queued, long commits, double commitSeconds, boolean writable, OptionalLong bytes) {}
