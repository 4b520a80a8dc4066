package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Rows of every kind with the nastiest content that a record of the wild can have. */
final class RandomRows {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\udc00x",
          "x\ud83d",
          "\udc00\ud800",
          "😀 naïve – Ünïcode 漢字",
          "'; DROP TABLE reply; --",
          "\"\\\n\r\t\b\u2028",
          "\ufeff",
          "a".repeat(70_000));

  private final Random random;

  RandomRows(Random random) {
    this.random = random;
  }

  Admission admission(long number) {
    return new Admission(
        number,
        new Prefix(text(), random.nextInt(20), nodes(), nodes(), optional(this::reply), object(3)),
        optional(this::text),
        optional(this::instant),
        new Position(text(), random.nextLong()),
        random.nextBoolean() ? Map.of() : Map.of("language", text(), name() + "x", text()));
  }

  ReplyRow reply(long admission, String lane) {
    ReplyState state = ReplyState.values()[random.nextInt(3)];
    return new ReplyRow(
        admission,
        lane,
        1 + random.nextInt(3),
        random.nextBoolean() ? Canonical.sha256(text()) : text(),
        state,
        text(),
        random.nextInt(9),
        state == ReplyState.ANSWERED ? optional(this::reply) : Optional.empty(),
        random.nextLong(),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
        random.nextBoolean());
  }

  VerdictRow verdict(long admission, String lane, String category) {
    return new VerdictRow(admission, lane, category, "f" + random.nextInt(3), verdict());
  }

  LookRow look(long watermark) {
    return new LookRow(watermark, JsonNodeFactory.instance.textNode("漢" + watermark).toString());
  }

  EventRow event() {
    return new EventRow(instant(), text(), text());
  }

  RunRow run() {
    return new RunRow(
        text(),
        text(),
        Map.of("plan", text()),
        Map.of("java", text()),
        random.nextLong(),
        RunStatus.values()[random.nextInt(RunStatus.values().length)],
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
        Map.of("attacked prefixes", random.nextLong()),
        Map.of("read", random.nextLong(), "admitted", 1L),
        instant(),
        optional(this::instant));
  }

  Reply reply() {
    List<JsonNode> messages = new ArrayList<>(nodes());
    messages.add(object(2));
    return new Reply(
        messages,
        optional(this::text),
        optional(() -> new Usage(random.nextInt(1000), random.nextLong() >>> 1)),
        optional(this::text));
  }

  JsonNode json(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(new BigInteger(200, random).add(BigInteger.TWO.pow(70)));
      case 4 -> NODES.numberNode(Long.MIN_VALUE + random.nextInt());
      case 5 ->
          NODES.numberNode(new BigDecimal(new BigInteger(90, random), 1 + random.nextInt(400)));
      case 6, 7 -> NODES.textNode(text());
      case 8 -> object(depth - 1);
      default -> array(depth - 1);
    };
  }

  String text() {
    return random.nextInt(3) == 0
        ? NASTY.get(random.nextInt(NASTY.size()))
        : "text " + random.nextInt(50);
  }

  /** A field's name: no JSON parser that we know takes half a surrogate pair there. */
  private String name() {
    String name = text();
    return StandardCharsets.UTF_8.newEncoder().canEncode(name) ? name : "half";
  }

  private Verdict verdict() {
    return switch (random.nextInt(3)) {
      case 0 -> new Verdict.Ungraded(text());
      case 1 -> new Verdict.NotApplicable(text());
      default ->
          new Verdict.Graded(
              random.nextBoolean(),
              random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
              random.nextBoolean()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(random.nextDouble()),
              random.nextBoolean() ? List.of() : List.of(new Evidence(text(), text())));
    };
  }

  private Instant instant() {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
  }

  private List<JsonNode> nodes() {
    List<JsonNode> nodes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      nodes.add(json(4));
    }
    return nodes;
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(name(), json(depth));
    }
    return object;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(json(depth));
    }
    return array;
  }

  private <T> Optional<T> optional(Supplier<T> value) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
  }
}
