package dev.rehearsal.streams.pipeline;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.source.Sampled;
import java.util.Iterator;
import java.util.function.Supplier;

/** Gives every prefix its admission number, first those that the journal has, then new ones. */
final class Admissions {
  private Admissions() {}

  /**
   * Admitted prefixes in order, no further ahead of the watermark than the window.
   *
   * @param journalled everything that was admitted before a resume
   * @param count how many those are
   * @param fresh the prefixes after those
   */
  static Source<Admitted, NotUsed> source(
      Supplier<Iterator<Recovered>> journalled,
      long count,
      Source<Sampled, NotUsed> fresh,
      Journal journal,
      AdmissionWindow window) {
    Source<Admitted, NotUsed> before =
        Source.fromIterator(journalled::get).map(Admitted::journalled).via(within(window));
    Source<Admitted, NotUsed> after =
        fresh
            .zipWithIndex()
            .map(indexed -> admission(count + 1, indexed))
            .mapAsync(1, row -> window.enter(row.number()).thenApply(entered -> row))
            .map(
                row -> {
                  journal.append(row);
                  return Admitted.fresh(row);
                });
    return before.concatLazy(after);
  }

  private static Flow<Admitted, Admitted, NotUsed> within(AdmissionWindow window) {
    return Flow.of(Admitted.class)
        .mapAsync(1, a -> window.enter(a.number()).thenApply(entered -> a));
  }

  private static Admission admission(long first, Pair<Sampled, Long> indexed) {
    Sampled sampled = indexed.first();
    return new Admission(
        first + indexed.second(),
        sampled.prefix(),
        sampled.user(),
        sampled.time(),
        sampled.position(),
        sampled.slices());
  }
}
