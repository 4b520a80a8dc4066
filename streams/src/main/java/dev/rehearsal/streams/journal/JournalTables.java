package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import dev.rehearsal.streams.journal.Interned.Criterion;
import dev.rehearsal.streams.journal.Interned.Slot;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes rows into the tables of one connection. Every insert leaves a row that is there already as
 * it is. Owned by the writer thread.
 */
final class JournalTables implements AutoCloseable {
  static final int CLEAN = 0;
  static final int HIT = 1;
  static final int UNGRADED = 2;
  static final int NOT_APPLICABLE = 3;

  private final JournalConnection connection;
  private final TextCodec codec = new TextCodec();
  private final Interned<String> names;
  private final Interned<Slot> slots;
  private final Interned<Criterion> criteria;
  private final RowWriter prefixes;
  private final RowWriter prefixTexts;
  private final RowWriter replies;
  private final RowWriter replyTexts;
  private final RowWriter verdicts;
  private final RowWriter looks;
  private final RowWriter events;

  /** Number of the JSON of an admission's slices: few, as every slice has an estimate. */
  private final Map<Map<String, String>, Integer> slices = new HashMap<>();

  JournalTables(JournalConnection connection) throws SQLException {
    this.connection = connection;
    names = Interned.names(connection);
    slots = Interned.slots(connection);
    criteria = Interned.criteria(connection);
    prefixes = connection.inserting(JournalTable.PREFIX);
    prefixTexts = connection.inserting(JournalTable.PREFIX_TEXT);
    replies = connection.inserting(JournalTable.REPLY);
    replyTexts = connection.inserting(JournalTable.REPLY_TEXT);
    verdicts = connection.inserting(JournalTable.VERDICT);
    looks = connection.inserting(JournalTable.LOOK);
    events = connection.inserting(JournalTable.EVENT);
  }

  /** Commits what was written since the last commit; the next write begins anew. */
  void commit() throws SQLException {
    for (RowWriter row : writers()) {
      row.flush();
    }
    connection.commit();
  }

  void write(Admission row) throws SQLException {
    Prefix prefix = row.prefix();
    prefixes
        .integer(row.number())
        .text(prefix.conversationId())
        .integer(prefix.cutAt())
        .text(row.user())
        .instant(row.time())
        .integer(names.numberOf(row.position().source()))
        .integer(row.position().line())
        .integer(slices(row.slices()))
        .insert(() -> prefixTexts.integer(row.number()).bytes(codec.pack(prefix)).insert());
  }

  void write(ReplyRow row) throws SQLException {
    long id = Keys.reply(row.admission(), slots.numberOf(new Slot(row.lane(), row.sample())));
    Optional<Usage> usage = row.reply().flatMap(Reply::usage);
    replies
        .integer(id)
        .text(row.key())
        .integer(row.state().ordinal())
        .text(row.reason())
        .integer(row.attempts())
        .integer(row.latencyMicros())
        .real(row.costUsd())
        .integer(row.prefixDiffers() ? 1 : 0)
        .integer(name(row.finishReason()))
        .integer(name(row.servedModel()))
        .integer(optional(usage.map(Usage::inputTokens)))
        .integer(optional(usage.map(Usage::outputTokens)))
        .integer(row.reply().isPresent() ? 1 : 0)
        .insert(
            () -> {
              if (row.reply().isPresent()) {
                replyTexts.integer(id).bytes(codec.pack(row.reply().get().messages())).insert();
              }
            });
  }

  void write(VerdictRow row) throws SQLException {
    int slot = slots.numberOf(new Slot(row.lane(), row.sample()));
    int criterion = criteria.numberOf(new Criterion(row.category(), row.fingerprint()));
    VerdictColumns columns = columns(row.verdict());
    verdicts
        .integer(Keys.verdict(row.admission(), slot, criterion))
        .integer(columns.kind())
        .integer(columns.level())
        .real(columns.probability())
        .text(columns.reason())
        .text(columns.evidence())
        .insert();
  }

  void write(LookRow row) throws SQLException {
    byte[] standing = row.standingJson().getBytes(StandardCharsets.UTF_8);
    looks.integer(row.watermark()).bytes(codec.packBytes(standing)).insert();
  }

  void write(EventRow row) throws SQLException {
    events.nothing().instant(Optional.of(row.at())).text(row.kind()).text(row.detail()).insert();
  }

  void write(RunRow run) throws SQLException {
    try (RowWriter row = connection.replacing(JournalTable.RUN)) {
      row.integer(1)
          .text(run.name())
          .text(run.plan())
          .text(json(run.digest()))
          .text(json(run.versions()))
          .integer(run.seed())
          .text(run.status().name())
          .integer(run.stoppedAt())
          .text(json(run.populations()))
          .text(json(run.funnel()))
          .instant(Optional.of(run.started()))
          .instant(run.ended())
          .insert();
      row.flush();
    }
  }

  private int slices(Map<String, String> values) throws SQLException {
    Integer known = slices.get(values);
    if (known == null) {
      known = names.numberOf(json(values));
      slices.put(values, known);
    }
    return known;
  }

  private OptionalLong name(Optional<String> text) throws SQLException {
    return text.isPresent() ? OptionalLong.of(names.numberOf(text.get())) : OptionalLong.empty();
  }

  private static OptionalLong optional(Optional<Long> value) {
    return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
  }

  /** A verdict as columns. */
  private record VerdictColumns(
      int kind,
      OptionalInt level,
      OptionalDouble probability,
      Optional<String> reason,
      Optional<String> evidence) {

    static VerdictColumns without(int kind, String reason) {
      return new VerdictColumns(
          kind, OptionalInt.empty(), OptionalDouble.empty(), Optional.of(reason), Optional.empty());
    }
  }

  private static VerdictColumns columns(Verdict verdict) {
    return verdict.fold(
        graded ->
            new VerdictColumns(
                graded.violates() ? HIT : CLEAN,
                graded.level(),
                graded.probability(),
                Optional.empty(),
                evidence(graded.evidence())),
        ungraded -> VerdictColumns.without(UNGRADED, ungraded.reason()),
        outside -> VerdictColumns.without(NOT_APPLICABLE, outside.population()));
  }

  private static Optional<String> evidence(List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Evidence item : evidence) {
      array.addObject().put("quote", item.quote()).put("note", item.note());
    }
    return Optional.of(text(array));
  }

  private static String json(Map<String, ?> map) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(map).forEach((name, value) -> put(object, name, value));
    return text(object);
  }

  private static void put(ObjectNode object, String name, Object value) {
    if (value instanceof Long number) {
      object.put(name, number);
    } else {
      object.put(name, value.toString());
    }
  }

  private static String text(JsonNode tree) {
    return new String(JsonText.write(tree), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws SQLException {
    codec.close();
    for (RowWriter row : writers()) {
      row.close();
    }
  }

  /** Texts last: what was new is known only when the others were sent. */
  private List<RowWriter> writers() {
    return List.of(prefixes, replies, verdicts, looks, events, prefixTexts, replyTexts);
  }
}
