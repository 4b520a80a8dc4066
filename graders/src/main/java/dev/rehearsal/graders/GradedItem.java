package dev.rehearsal.graders;

import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;

/**
 * What a grader looks at.
 *
 * @param replyKey names the reply; with category and fingerprint it names the verdict
 * @param lane the reply's lane in the plan
 */
public record GradedItem(String replyKey, Prefix prefix, String lane, Reply reply) {}
