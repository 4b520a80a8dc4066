package dev.rehearsal.app.run;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.OpenGraders;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.app.check.StoredSource;
import dev.rehearsal.config.Lane;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Population;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.Retention;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Sampled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A new run over the replies of another one: its admissions, up to where that run counted, as long
 * as every lane of the plan has its reply. Nothing is admitted and no lane is asked.
 */
final class FromReplies implements RunStart {
  private final RunFolder old;
  private final RunRow oldRow;
  private final Path out;
  private final CheckedPlan checked;
  private final long count;
  private final long counted;

  private FromReplies(
      RunFolder old, RunRow oldRow, Path out, CheckedPlan checked, long count, long counted) {
    this.old = old;
    this.oldRow = oldRow;
    this.out = out;
    this.checked = checked;
    this.count = count;
    this.counted = counted;
  }

  /**
   * Looks how far the replies go.
   *
   * @throws RehearsalException when the plan's lanes are not those of the run
   */
  static FromReplies of(Path run, CheckedPlan checked, Path out) {
    RunFolder old = RunFolder.open(run);
    try (JournalReader reader = JournalReader.open(old)) {
      RunRow row = reader.run();
      List<String> lanes = checked.plan().lanes().stream().map(Lane::name).toList();
      if (!reader.lanes().containsAll(lanes)) {
        throw RehearsalException.badUsage(
            "%s: its lanes are %s, but %s has replies in %s only; take away the others, or run the plan anew"
                .formatted(
                    checked.plan().file(),
                    String.join(", ", lanes),
                    run,
                    String.join(", ", reader.lanes())));
      }
      if (row.seed() != checked.plan().sample().seed()) {
        throw RehearsalException.badUsage(
            "%s: sample.seed is %d, but the replies of %s were sampled with %d"
                .formatted(checked.plan().file(), checked.plan().sample().seed(), run, row.seed()));
      }
      long counted =
          switch (row.status()) {
            case RUNNING, INTERRUPTED, FAILED -> reader.lastAdmission();
            case DECIDED, EXHAUSTED, BUDGET, DEADLINE ->
                row.stoppedAt().orElse(reader.lastAdmission());
          };
      long most = Math.min(counted, checked.plan().stop().maxPrefixes().orElse(Long.MAX_VALUE));
      return new FromReplies(old, row, out, checked, complete(checked, reader, most), counted);
    }
  }

  @Override
  public RunFolder folder(CheckedPlan plan) {
    return RunFolder.create(out, plan.journal());
  }

  @Override
  public Journal journal(RunFolder folder, RunRow begun, Retention retention) {
    return Journal.copy(old, folder, begun, retention);
  }

  @Override
  public boolean asksLanes() {
    return false;
  }

  @Override
  public PreparedSource source(
      CheckedPlan plan, Preparation preparation, OpenGraders graders, JournalReader reader) {
    List<OptionalLong> sizes = new ArrayList<>();
    for (Map.Entry<String, Grader> grader : graders.byName().entrySet()) {
      sizes.add(size(grader.getKey(), grader.getValue(), reader));
    }
    return new StoredSource(oldRow.funnel(), count, sizes, plan.plan().sample().strata());
  }

  @Override
  public Map<String, String> digest(Map<String, String> now, JournalReader reader) {
    Map<String, String> before = oldRow.digest();
    boolean sameLanes = reader.lanes().size() == checked.plan().lanes().size();
    for (String part : sameLanes ? List.of("sample", "lanes") : List.of("sample")) {
      if (!Objects.equals(before.get(part), now.get(part))) {
        throw RehearsalException.badUsage(
            "%s: its %s differ from those that the replies of %s were made with; only graders,"
                    .formatted(
                        checked.plan().file(),
                        part.equals("lanes") ? "lanes or their models" : "source or sample",
                        old)
                + " categories and stop rules may change");
      }
    }
    Map<String, String> digest = new HashMap<>(now);
    for (String part : new String[] {"sample", "log", "recorded"}) {
      digest.put(part, before.getOrDefault(part, ""));
    }
    return digest;
  }

  @Override
  public RunRow running(RunRow begun, JournalReader reader) {
    return begun.withFunnel(oldRow.funnel());
  }

  @Override
  public long admitted(JournalReader reader) {
    return count;
  }

  @Override
  public Iterator<Recovered> admissions(JournalReader reader) {
    Iterator<Recovered> all = reader.admissions(1);
    return new Iterator<>() {
      private long left = count;

      @Override
      public boolean hasNext() {
        return left > 0 && all.hasNext();
      }

      @Override
      public Recovered next() {
        left--;
        return all.next();
      }
    };
  }

  @Override
  public Source<Sampled, NotUsed> fresh(PreparedSource source, JournalReader reader) {
    return source.prefixes(count);
  }

  @Override
  public Optional<String> ending() {
    String status =
        oldRow.status() == RunStatus.RUNNING
            ? "did not end"
            : "ended " + oldRow.status().name().toLowerCase(Locale.ROOT);
    return Optional.of(
        "the replies of %s have no more; that run %s at %d%s"
            .formatted(
                old,
                status,
                counted,
                count < counted ? ", and from " + (count + 1) + " on a reply is missing" : ""));
  }

  /** Of labels: counted over the whole log, or as it was known; else nobody knows. */
  private OptionalLong size(String name, Grader grader, JournalReader reader) {
    if (!(grader.population() instanceof Population.Known known)) {
      return OptionalLong.empty();
    }
    if (reader.lastAdmission() == oldRow.funnel().getOrDefault(StoredSource.TOTAL, -1L)) {
      long size = 0;
      for (Iterator<Recovered> all = reader.admissions(1); all.hasNext(); ) {
        size += known.contains().test(all.next().admission().conversationId()) ? 1 : 0;
      }
      return OptionalLong.of(size);
    }
    for (String category : checked.categoriesOf(name).keySet()) {
      Long size = oldRow.populations().get(category);
      if (size != null
          && reader.graders().getOrDefault(category, List.of()).contains(grader.fingerprint())) {
        return OptionalLong.of(size);
      }
    }
    return OptionalLong.empty();
  }

  /** How many admissions have the replies of every lane, from the first without a gap. */
  private static long complete(CheckedPlan checked, JournalReader reader, long most) {
    List<LaneChoice> lanes =
        checked.plan().lanes().stream().map(lane -> new LaneChoice(checked, lane)).toList();
    long complete = 0;
    Iterator<Recovered> all = reader.admissions(1);
    while (complete < most && all.hasNext()) {
      Recovered admission = all.next();
      if (!lanes.stream().allMatch(lane -> lane.served(admission))) {
        return complete;
      }
      complete++;
    }
    return complete;
  }

  /** One lane of the plan, and whether it has what it needs. */
  private record LaneChoice(CheckedPlan checked, Lane lane) {
    boolean served(Recovered admission) {
      return !OpenModels.laneWork(checked, lane, Optional.empty(), prompt -> false)
              .takes(admission.admission().conversationId())
          || IntStream.rangeClosed(1, lane.samples())
              .allMatch(sample -> hasReply(admission, sample));
    }

    /** By its number: of several that were asked at once, a later one may have come alone. */
    private boolean hasReply(Recovered admission, int sample) {
      return admission.replies().stream()
          .anyMatch(reply -> reply.lane().equals(lane.name()) && reply.sample() == sample);
    }
  }
}
