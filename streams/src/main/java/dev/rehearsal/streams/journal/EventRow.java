package dev.rehearsal.streams.journal;

import java.time.Instant;

/**
 * Something that happened to the run and changes no result: a 429, a breaker, a pause.
 *
 * @param at when
 * @param kind short and stable
 * @param detail for people; without secrets and without model text
 */
public record EventRow(Instant at, String kind, String detail) {}
