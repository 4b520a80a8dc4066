package dev.rehearsal.streams.source;

import dev.rehearsal.conversation.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Tells two contents of a log apart; the order of its lines counts where it is a log's own. */
final class Fingerprint {
  private static final int BYTES = 32;

  private final boolean ordered;
  private final MessageDigest digest = Sha256.begin();

  /** Without an order: the lines' hashes, added up as numbers of 256 bits. */
  private final byte[] sum = new byte[BYTES];

  Fingerprint(boolean ordered) {
    this.ordered = ordered;
  }

  void add(Line line) {
    digest.update(line.bytes(), 0, line.length());
    if (ordered) {
      digest.update((byte) '\n');
    } else {
      add(digest.digest());
    }
  }

  /** The fingerprint of all lines and of {@code more}; nothing may be added after it. */
  String finish(String more) {
    if (!ordered) {
      digest.update(sum);
    }
    return HexFormat.of().formatHex(digest.digest(more.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(byte[] hash) {
    int carry = 0;
    for (int i = BYTES - 1; i >= 0; i--) {
      carry += (sum[i] & 0xff) + (hash[i] & 0xff);
      sum[i] = (byte) carry;
      carry >>= 8;
    }
  }
}
