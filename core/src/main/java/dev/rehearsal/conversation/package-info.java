/** Conversations, prefixes and replies: messages carried as raw JSON. */
@NullMarked
package dev.rehearsal.conversation;

import org.jspecify.annotations.NullMarked;
