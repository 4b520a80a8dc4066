package dev.rehearsal.streams.source.postgres;

import dev.rehearsal.streams.postgres.PostgresServer;
import dev.rehearsal.streams.source.format.RecordSettings;
import java.time.Duration;

/**
 * What to ask a database for, and how to read its rows.
 *
 * @param query gives a conversation a row
 * @param origin where the query stands in the plan
 * @param fetchSize rows that are held in memory at once
 * @param timeout how long the server may be at work for an answer
 */
record PostgresSettings(
    PostgresServer server,
    String query,
    String origin,
    int fetchSize,
    Duration timeout,
    RecordSettings records) {}
