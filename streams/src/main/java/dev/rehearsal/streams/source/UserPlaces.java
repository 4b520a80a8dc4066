package dev.rehearsal.streams.source;

import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Uniform;

/**
 * The places of capped users' prefixes in the seeded order: the first that is kept of a user has
 * one, the second another, each uniform and independent of all others. The hashes of a user's
 * conversations choose which are kept, so the smallest of many cannot be a place as well: it would
 * be early for whoever has many.
 */
final class UserPlaces {
  private static final String DOMAIN = "user-place";

  /** With more to try, nearly any user has a place that is taken. */
  private static final int MOST_TRIED = 64;

  private final Sample sample;

  UserPlaces(Sample sample) {
    this.sample = sample;
  }

  /**
   * The place of a prefix, unsigned.
   *
   * @param user hash of the user key
   * @param rank which of the kept ones of the user it is, from 1, by the hashes of conversations
   */
  long of(long user, int rank) {
    return Uniform.bits(DOMAIN, sample.seed(), Long.toUnsignedString(user) + '/' + rank);
  }

  /** False only if the fraction takes no prefix of the user, at whatever rank under the cap. */
  boolean mayTake(long user) {
    int most = sample.perUser().orElse(Integer.MAX_VALUE);
    for (int rank = 1; rank <= Math.min(most, MOST_TRIED); rank++) {
      if (sample.takes(Uniform.of(of(user, rank)))) {
        return true;
      }
    }
    return most > MOST_TRIED;
  }
}
