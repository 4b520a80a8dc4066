package dev.rehearsal.config;

import dev.rehearsal.RehearsalException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a plan, gathered so that a person sees all of it at once. */
public final class Problems {
  private final List<String> messages = new ArrayList<>();

  /** Adds one, as {@code <file>:<line>: <message>}. */
  public void add(String origin, String message) {
    String text = origin.isEmpty() ? message : origin + ": " + message;
    if (!messages.contains(text)) {
      messages.add(text);
    }
  }

  /** In the order they were found. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /**
   * Returns when there are none.
   *
   * @throws RehearsalException with exit code 2 that lists them all
   */
  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw RehearsalException.badUsage(
          messages.stream()
              .map(m -> messages.size() == 1 ? m : "  " + m)
              .collect(
                  Collectors.joining(
                      "\n", messages.size() == 1 ? "" : messages.size() + " problems:\n", "")));
    }
  }
}
