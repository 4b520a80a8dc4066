/** A plug-in: messages in Avro's binary form. Entry: {@link AvroDecoderType}. */
@NullMarked
package dev.rehearsal.examples.decoder;

import org.jspecify.annotations.NullMarked;
