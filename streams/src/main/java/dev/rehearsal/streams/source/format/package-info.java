/** What stands in a record of a log: the formats, their parsers, and decoders of values. */
@NullMarked
package dev.rehearsal.streams.source.format;

import org.jspecify.annotations.NullMarked;
