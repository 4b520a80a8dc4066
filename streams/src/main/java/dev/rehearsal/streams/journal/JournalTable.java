package dev.rehearsal.streams.journal;

import java.util.List;
import java.util.Locale;

/**
 * The tables that every journal has, whatever its database: a key, columns, and the row's sum after
 * them. Any change is a new version of the format (docs/adr/0060).
 */
enum JournalTable {
  RUN(
      "id",
      "name TEXT, plan TEXT, digest TEXT, versions TEXT, seed INTEGER, status TEXT, stopped_at"
          + " INTEGER, populations TEXT, funnel TEXT, started INTEGER, started_nano INTEGER, ended"
          + " INTEGER, ended_nano INTEGER"),
  NAME("id", "text TEXT"),
  SLOT("id", "lane TEXT, sample INTEGER"),
  CRITERION("id", "category TEXT, fingerprint TEXT"),
  PREFIX(
      "number",
      "conversation TEXT, cut INTEGER, user TEXT, time INTEGER, time_nano INTEGER, source INTEGER,"
          + " line INTEGER, slices INTEGER"),
  PREFIX_TEXT("number", "body BLOB"),
  REPLY(
      "id",
      "key TEXT, state INTEGER, reason TEXT, attempts INTEGER, latency INTEGER, usd REAL,"
          + " prefix_differs INTEGER, finish INTEGER, served INTEGER, input_tokens INTEGER,"
          + " output_tokens INTEGER, has_text INTEGER"),
  REPLY_TEXT("id", "body BLOB"),
  VERDICT("id", "kind INTEGER, level INTEGER, probability REAL, reason TEXT, evidence TEXT"),
  LABEL(
      "id",
      "verdict INTEGER, author TEXT, time INTEGER, time_nano INTEGER, value INTEGER, note TEXT"),
  LOOK("watermark", "standing BLOB"),
  EVENT("id", "time INTEGER, time_nano INTEGER, kind TEXT, detail TEXT"),
  PURGE(
      "id",
      "time INTEGER, time_nano INTEGER, selector TEXT, through INTEGER, prefixes INTEGER, replies"
          + " INTEGER, verdicts INTEGER, bytes INTEGER");

  private final List<Column> columns;

  JournalTable(String key, String columns) {
    String all = key + " INTEGER, " + columns + ", sum INTEGER";
    this.columns = List.of(all.split(", ")).stream().map(Column::of).toList();
  }

  /** As SQL calls it. */
  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column by which a row is found, and which orders the rows. */
  String key() {
    return columns.get(0).name();
  }

  /** All columns in order: the key first, the sum last. */
  List<Column> columns() {
    return columns;
  }

  /** A column that holds one kind of value. */
  record Column(String name, Type type) {
    static Column of(String definition) {
      String[] parts = definition.split(" ");
      return new Column(parts[0], Type.valueOf(parts[1]));
    }
  }

  /** What a column holds. */
  enum Type {
    INTEGER,
    REAL,
    TEXT,
    BLOB
  }
}
