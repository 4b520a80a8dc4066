package dev.rehearsal.streams.source.format;

/** Why a record cannot be used. */
public enum Reason {
  TOO_LONG("over max-line-bytes"),
  NO_VALUE("no value"),
  NO_KEY("no id to put it together by"),
  UNFINISHED("unfinished: too many were open"),
  CUT("messages of it were deleted before it was finished"),
  NOT_DECODED("not decoded"),
  NOT_UTF_8("not UTF-8"),
  NOT_JSON("not JSON"),
  DUPLICATE_KEY("key given twice"),
  UNPAIRED_SURROGATE("half a character"),
  NOT_AN_OBJECT("not a JSON object"),
  UNKNOWN_FORMAT("no known format"),
  NO_MESSAGES("no messages"),
  WRONG_TYPE("wrong type"),
  NO_REPLY("no reply to remove"),
  NO_TOOLS("tool definitions not usable"),
  ID_SEEN_BEFORE("id seen before"),
  NO_STRATUM("value without a fraction in sample.strata");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** For people and for counting: short, stable, without anything from the record. */
  public String text() {
    return text;
  }
}
