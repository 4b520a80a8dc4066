/** Models behind HTTP: OpenAI-compatible chat endpoints, and Anthropic's Messages. */
@NullMarked
package dev.rehearsal.actors.model.http;

import org.jspecify.annotations.NullMarked;
