/**
 * Kafka as a source: where partitions begin and end, messages put together, what became of each.
 */
@NullMarked
package dev.rehearsal.streams.source.kafka;

import org.jspecify.annotations.NullMarked;
