@NullMarked
package dev.rehearsal.streams.kafka;

import org.jspecify.annotations.NullMarked;
