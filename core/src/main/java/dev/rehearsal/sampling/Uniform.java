package dev.rehearsal.sampling;

import dev.rehearsal.conversation.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Chance as a pure function: SHA-256 of (domain, seed, id) read as a number. The same conversations
 * come up for every lane, grader, restart and node, and raising a fraction only adds to the sample.
 */
public final class Uniform {
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private Uniform() {}

  /** A uniform number in [0, 1) with 53 random bits. */
  public static double of(String domain, long seed, String id) {
    return of(bits(domain, seed, id));
  }

  /** The number that {@link #bits} stand for: the smaller, unsigned, the smaller. */
  public static double of(long bits) {
    return (bits >>> 11) * TWO_TO_MINUS_53;
  }

  /**
   * The first 64 bits of the hash; ordering by them as unsigned numbers is a seeded permutation.
   */
  public static long bits(String domain, long seed, String id) {
    MessageDigest sha256 = Sha256.begin();
    sha256.update(domain.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(Long.toString(seed).getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    byte[] hash = sha256.digest(id.getBytes(StandardCharsets.UTF_8));
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits = bits << Byte.SIZE | hash[i] & 0xffL;
    }
    return bits;
  }
}
