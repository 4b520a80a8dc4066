package dev.rehearsal.streams.source;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * How far an endless source was read when a prefix was admitted: whoever journals its facts can go
 * on from there, and every record is counted once.
 */
public interface ReadMark {

  /** Counts and positions, by name; small whole numbers only. */
  Map<String, Long> facts();

  /** What became of the records up to here. */
  Funnel funnel();

  /** Completes when what was set aside up to here is where it belongs: journal the facts then. */
  CompletionStage<Void> settled();

  /** The facts are journalled: the source may forget what lies before. */
  void acknowledge();
}
