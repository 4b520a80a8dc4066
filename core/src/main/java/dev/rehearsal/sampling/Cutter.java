package dev.rehearsal.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a conversation before one reply. What is kept, followed by what is removed, is always a run
 * of the conversation's own messages from its first one on; messages after the removed reply are
 * dropped.
 *
 * <p>A turn starts at the first assistant message after a user message, and ends before the next
 * user message. Turns without an assistant message do not count. A prefix always holds a user
 * message.
 */
public final class Cutter {
  private static final String TURN_DOMAIN = "cut-turn";

  private Cutter() {}

  /**
   * The prefix that {@code cut} leaves.
   *
   * @param tools tool definitions in force, raw
   * @param seed chooses the turn of {@link Cut#RANDOM_TURN}, by conversation id; else unused
   * @return empty when there is no reply to remove, or no user message to reply to
   */
  public static Optional<Prefix> cut(
      Conversation conversation, List<JsonNode> tools, Cut cut, long seed) {
    List<JsonNode> messages = conversation.messages();
    int firstUser = next(messages, "user", 0);
    if (firstUser == messages.size()) {
      return Optional.empty();
    }
    Optional<Span> removed =
        switch (cut) {
          case LAST_MESSAGE -> lastMessage(messages, firstUser);
          case LAST_TURN -> last(turns(messages, firstUser));
          case FIRST_TURN -> turns(messages, firstUser).stream().findFirst();
          case RANDOM_TURN -> any(turns(messages, firstUser), seed, conversation.id());
          case TRAJECTORY -> trajectory(messages, firstUser);
          case END -> Optional.of(new Span(messages.size(), messages.size()));
        };
    return removed.map(span -> prefix(conversation, tools, span));
  }

  private static Prefix prefix(Conversation conversation, List<JsonNode> tools, Span removed) {
    List<JsonNode> reply = conversation.messages().subList(removed.from(), removed.to());
    return new Prefix(
        conversation.id(),
        removed.from(),
        conversation.messages().subList(0, removed.from()),
        tools,
        reply.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Reply(reply, Optional.empty(), Optional.empty(), conversation.model())),
        conversation.attributes());
  }

  private static Optional<Span> lastMessage(List<JsonNode> messages, int firstUser) {
    for (int i = messages.size() - 1; i > firstUser; i--) {
      if (Messages.role(messages.get(i)).equals("assistant")) {
        return Optional.of(new Span(i, i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Span> trajectory(List<JsonNode> messages, int firstUser) {
    return next(messages, "assistant", firstUser) < messages.size()
        ? Optional.of(new Span(firstUser + 1, messages.size()))
        : Optional.empty();
  }

  private static List<Span> turns(List<JsonNode> messages, int firstUser) {
    List<Span> turns = new ArrayList<>();
    int user = firstUser;
    while (user < messages.size()) {
      int nextUser = next(messages, "user", user + 1);
      int assistant = next(messages, "assistant", user + 1);
      if (assistant < nextUser) {
        turns.add(new Span(assistant, nextUser));
      }
      user = nextUser;
    }
    return turns;
  }

  private static Optional<Span> last(List<Span> turns) {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1));
  }

  private static Optional<Span> any(List<Span> turns, long seed, String id) {
    return turns.isEmpty()
        ? Optional.empty()
        : Optional.of(turns.get((int) (Uniform.of(TURN_DOMAIN, seed, id) * turns.size())));
  }

  /** Index of the first message with {@code role} at or after {@code from}; else the size. */
  private static int next(List<JsonNode> messages, String role, int from) {
    int i = from;
    while (i < messages.size() && !Messages.role(messages.get(i)).equals(role)) {
      i++;
    }
    return i;
  }

  /** The removed messages: indexes from (included) to (excluded). */
  private record Span(int from, int to) {}
}
