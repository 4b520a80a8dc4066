package dev.rehearsal.streams.source;

import java.util.Optional;

/**
 * A message that could be used.
 *
 * @param sampled empty when it was left out
 * @param dropped whether a filter left it out, and not the fraction or the cap
 */
public record Screened(Optional<Sampled> sampled, boolean dropped) {
  public static final Screened DROPPED = new Screened(Optional.empty(), true);
  public static final Screened UNSAMPLED = new Screened(Optional.empty(), false);
}
