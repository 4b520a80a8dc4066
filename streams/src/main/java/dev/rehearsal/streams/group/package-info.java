/**
 * Several processes of one Kafka consumer group that count together: what each has counted of a
 * partition goes to a compacted topic, and every one adds up the same total from it (ADR 0225).
 * Entry: {@link dev.rehearsal.streams.group.GroupMember}.
 */
@NullMarked
package dev.rehearsal.streams.group;

import org.jspecify.annotations.NullMarked;
