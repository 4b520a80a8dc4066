package dev.rehearsal.streams.journal;

/**
 * The standing at one look.
 *
 * @param watermark how many admissions it counts
 * @param standingJson the standing, as its owner writes it
 */
public record LookRow(long watermark, String standingJson) {}
