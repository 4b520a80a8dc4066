package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Reply.Usage;
import dev.rehearsal.streams.journal.Interned.Criterion;
import dev.rehearsal.streams.journal.Interned.Slot;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads key ranges of admissions, replies and verdicts; each in one short transaction. */
final class StoredRows {
  private static final ReplyState[] STATES = ReplyState.values();

  private final JournalConnection connection;
  private final JournalText text;
  private final Interned<String> names;
  private final Interned<Slot> slots;
  private final Interned<Criterion> criteria;
  private final PreparedStatement prefixes;
  private final PreparedStatement replies;
  private final PreparedStatement verdicts;

  /** By the number of its JSON: few, as every slice has an estimate. */
  private final Map<Long, Map<String, String>> slices = new HashMap<>();

  StoredRows(JournalConnection connection, JournalText text) throws SQLException {
    this.connection = connection;
    this.text = text;
    names = Interned.names(connection);
    slots = Interned.slots(connection);
    criteria = Interned.criteria(connection);
    prefixes = range(JournalTable.PREFIX);
    replies = range(JournalTable.REPLY);
    verdicts = range(JournalTable.VERDICT);
  }

  Slot slot(long number) throws SQLException {
    return slots.get(number);
  }

  /** Admissions from number {@code first} to before {@code end}, in order. */
  List<StoredAdmission> admissions(long first, long end) {
    return read(prefixes, "prefix", first, end, this::admission);
  }

  /** Their replies, in order of admission, lane and sample. */
  List<StoredReply> replies(long first, long end) {
    return read(replies, "reply", Keys.firstReply(first), Keys.firstReply(end), this::reply);
  }

  /** Their verdicts, in order of admission and reply. */
  List<VerdictRow> verdicts(long first, long end) {
    return read(
        verdicts, "verdict", Keys.firstVerdict(first), Keys.firstVerdict(end), this::verdict);
  }

  <V> Map<String, V> map(String json, Function<JsonNode, V> value) {
    Map<String, V> map = new HashMap<>();
    tree(json)
        .properties()
        .forEach(field -> map.put(field.getKey(), value.apply(field.getValue())));
    return map;
  }

  private StoredAdmission admission(RowReader row) throws SQLException {
    return new StoredAdmission(
        text,
        row.integer(),
        row.text(),
        (int) row.integer(),
        row.optionalText(),
        row.optionalInstant(),
        new Position(names.get(row.integer()), row.integer()),
        slices(row.integer()));
  }

  private StoredReply reply(RowReader row) throws SQLException {
    long id = row.integer();
    Slot slot = slots.get(Keys.slotOfReply(id));
    ReplyRow reply =
        new ReplyRow(
            Keys.admissionOfReply(id),
            slot.lane(),
            slot.sample(),
            row.text(),
            STATES[(int) row.integer()],
            row.text(),
            (int) row.integer(),
            Optional.empty(),
            row.integer(),
            row.optionalReal(),
            row.integer() != 0);
    Optional<String> finishReason = name(row.optionalInteger());
    Optional<String> servedModel = name(row.optionalInteger());
    OptionalLong input = row.optionalInteger();
    OptionalLong output = row.optionalInteger();
    Optional<Usage> usage =
        input.isPresent()
            ? Optional.of(new Usage(input.getAsLong(), output.orElse(0)))
            : Optional.empty();
    boolean hasText = row.integer() != 0;
    return new StoredReply(text, id, reply, hasText, finishReason, usage, servedModel);
  }

  private VerdictRow verdict(RowReader row) throws SQLException {
    long id = row.integer();
    long reply = Keys.replyOfVerdict(id);
    Slot slot = slots.get(Keys.slotOfReply(reply));
    Criterion criterion = criteria.get(Keys.criterionOfVerdict(id));
    return new VerdictRow(
        Keys.admissionOfReply(reply),
        slot.lane(),
        slot.sample(),
        criterion.category(),
        criterion.fingerprint(),
        verdictOf(row));
  }

  private Verdict verdictOf(RowReader row) throws SQLException {
    int kind = (int) row.integer();
    var level = row.optionalInt();
    var probability = row.optionalReal();
    String reason = row.text();
    Optional<String> evidence = row.optionalText();
    return switch (kind) {
      case JournalTables.CLEAN, JournalTables.HIT ->
          new Verdict.Graded(
              kind == JournalTables.HIT,
              level,
              probability,
              evidence.map(this::evidence).orElse(List.of()));
      case JournalTables.UNGRADED -> new Verdict.Ungraded(reason);
      case JournalTables.NOT_APPLICABLE -> new Verdict.NotApplicable(reason);
      default -> throw connection.trouble().corrupt("a verdict of kind " + kind);
    };
  }

  private List<Evidence> evidence(String json) {
    List<Evidence> evidence = new ArrayList<>();
    for (JsonNode item : tree(json)) {
      evidence.add(new Evidence(item.path("quote").asText(), item.path("note").asText()));
    }
    return evidence;
  }

  private Map<String, String> slices(long name) throws SQLException {
    Map<String, String> known = slices.get(name);
    if (known == null) {
      known = Map.copyOf(map(names.get(name), JsonNode::asText));
      slices.put(name, known);
    }
    return known;
  }

  private Optional<String> name(OptionalLong number) throws SQLException {
    return number.isPresent() ? Optional.of(names.get(number.getAsLong())) : Optional.empty();
  }

  private JsonNode tree(String json) {
    try {
      return JsonText.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw connection.trouble().corrupt("a column is not JSON", e);
    }
  }

  private PreparedStatement range(JournalTable table) throws SQLException {
    String key = table.key();
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT * FROM %s WHERE %s >= ? AND %s < ? ORDER BY %s"
                .formatted(connection.rows(table), key, key, key));
  }

  private interface Read<T> {
    T from(RowReader row) throws SQLException;
  }

  private <T> List<T> read(
      PreparedStatement range, String table, long first, long end, Read<T> read) {
    try {
      range.setLong(1, first);
      range.setLong(2, end);
      try (ResultSet results = range.executeQuery()) {
        RowReader row = new RowReader(results, connection, table);
        List<T> all = new ArrayList<>();
        while (row.next()) {
          T item = read.from(row);
          row.done();
          all.add(item);
        }
        return all;
      }
    } catch (SQLException e) {
      throw connection.trouble().reading(e);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw connection.trouble().corrupt("a row of table " + table + " was altered", e);
    }
  }
}
