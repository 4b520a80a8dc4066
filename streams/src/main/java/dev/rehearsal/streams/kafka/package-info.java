/**
 * What the program shares with Kafka: the producer that nothing is lost on, questions about
 * positions, and a broker of its own for trying things out. Sources that read from it are in {@link
 * dev.rehearsal.streams.source}.
 */
@NullMarked
package dev.rehearsal.streams.kafka;

import org.jspecify.annotations.NullMarked;
