package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.calibrate.GradedReplies.GradedReply;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.sampling.Uniform;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * How replies were drawn for people to label: by a hash of the reply, so that anyone can say of any
 * reply whether it was drawn and with which chance. The labels' file says nothing of it, or it
 * would tell the verdict.
 *
 * @param fingerprint of the grader whose verdicts it was drawn by
 * @param bands by which part of the replies: a reply is drawn if its hash, as an unsigned number,
 *     is at most the band's bound; a band without a bound draws nothing
 * @param flagProbability the chance of each flag, within (0, 1], fixed before the draw; 0 when
 *     flags were drawn by rank
 * @param alike true when the verdict had no part in the draw
 */
record Ask(
    String lane,
    String category,
    String fingerprint,
    long seed,
    Map<Band, Long> bands,
    double flagProbability,
    boolean alike) {
  private static final String DOMAIN = "label";

  /** Of 1, the part that flags may take when there are many; and unflagged ones in doubt. */
  private static final double FLAGS_SHARE = 0.5;

  private static final double DOUBTFUL_SHARE = 0.25;

  Ask {
    bands = Map.copyOf(bands);
  }

  /**
   * Chooses about {@code wanted} replies: every flag if they take no more than half of them, else
   * each flag by a coin; a quarter for unflagged replies of which the grader was in doubt; the rest
   * for the other unflagged ones. Reads the run twice and keeps {@code wanted} hashes.
   *
   * @param alike draw without regard to the verdict
   */
  static Ask of(GradedReplies replies, int wanted, long seed, boolean alike) {
    Map<Band, Long> sizes = new EnumMap<>(Band.class);
    replies.each(reply -> sizes.merge(Band.of(reply.verdict(), alike), 1L, Long::sum));
    double probability = 0;
    Map<Band, Long> bounds = new EnumMap<>(Band.class);
    long left = wanted;
    long flags = sizes.getOrDefault(Band.FLAGGED, 0L);
    if (flags > 0) {
      long others = sizes.values().stream().mapToLong(Long::longValue).sum() - flags;
      double room = Math.max(FLAGS_SHARE * wanted, (double) wanted - others);
      probability = Math.min(1, room / flags);
      long bound = probability == 1 ? -1L : (long) (probability * 0x1.0p53) << 11;
      bounds.put(Band.FLAGGED, bound);
      left -= drawn(replies, Band.FLAGGED, seed, bound);
    }
    long doubtful =
        Math.min(
            sizes.getOrDefault(Band.DOUBTFUL, 0L),
            Math.max(
                Math.round(DOUBTFUL_SHARE * wanted),
                left - sizes.getOrDefault(Band.UNFLAGGED, 0L)));
    rank(replies, Band.DOUBTFUL, seed, Math.max(0, Math.min(left, doubtful)), alike, bounds);
    left -= Math.max(0, Math.min(left, doubtful));
    rank(replies, Band.UNFLAGGED, seed, Math.max(0, left), alike, bounds);
    rank(replies, Band.ANY, seed, wanted, alike, bounds);
    return new Ask(
        replies.lane(),
        replies.category(),
        replies.fingerprint(),
        seed,
        bounds,
        probability,
        alike);
  }

  /** Names this ask in label files and in the run's folder. */
  String id() {
    return Canonical.sha256(Canonical.json(json())).substring(0, 12);
  }

  /** Whether the reply was drawn. */
  boolean drew(GradedReply reply) {
    Long bound = bands.get(Band.of(reply.verdict(), alike));
    return bound != null && Long.compareUnsigned(hash(seed, reply), bound) <= 0;
  }

  /** As it is kept in the run's folder. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", 1).put("lane", lane).put("category", category);
    json.put("fingerprint", fingerprint).put("seed", seed).put("alike", alike);
    json.put("flagProbability", flagProbability);
    ObjectNode bounds = json.putObject("bounds");
    bands.forEach((band, bound) -> bounds.put(band.name(), Long.toUnsignedString(bound)));
    return json;
  }

  /** The inverse of {@link #json}. */
  static Ask of(JsonNode json) {
    Map<Band, Long> bands = new EnumMap<>(Band.class);
    json.path("bounds")
        .properties()
        .forEach(
            bound ->
                bands.put(
                    Band.valueOf(bound.getKey()),
                    Long.parseUnsignedLong(bound.getValue().asText())));
    return new Ask(
        json.path("lane").asText(),
        json.path("category").asText(),
        json.path("fingerprint").asText(),
        json.path("seed").asLong(),
        bands,
        json.path("flagProbability").asDouble(),
        json.path("alike").asBoolean());
  }

  private static long drawn(GradedReplies replies, Band band, long seed, long bound) {
    LongAdder drawn = new LongAdder();
    replies.each(
        reply -> {
          if (Band.of(reply.verdict(), false) == band
              && Long.compareUnsigned(hash(seed, reply), bound) <= 0) {
            drawn.increment();
          }
        });
    return drawn.sum();
  }

  /** The bound under which the {@code wanted} smallest hashes of a band lie. */
  private static void rank(
      GradedReplies replies,
      Band band,
      long seed,
      long wanted,
      boolean alike,
      Map<Band, Long> bounds) {
    PriorityQueue<Long> smallest =
        new PriorityQueue<>(
            (int) Math.min(Math.max(1, wanted + 1), 1 << 20),
            Comparator.comparing((Long hash) -> hash + Long.MIN_VALUE).reversed());
    replies.each(
        reply -> {
          if (Band.of(reply.verdict(), alike) == band) {
            smallest.add(hash(seed, reply));
            if (smallest.size() > wanted) {
              smallest.remove();
            }
          }
        });
    if (!smallest.isEmpty()) {
      bounds.put(band, smallest.element());
    }
  }

  private static long hash(long seed, GradedReply reply) {
    return Uniform.bits(DOMAIN, seed, reply.prefix());
  }
}
