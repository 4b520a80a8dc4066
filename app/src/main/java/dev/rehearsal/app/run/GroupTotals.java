package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.result.WholeFile;
import dev.rehearsal.app.view.GroupStanding;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.standing.RunCounts;
import dev.rehearsal.streams.group.GroupMember;
import dev.rehearsal.streams.group.GroupTotal;
import dev.rehearsal.streams.pipeline.Counting;
import dev.rehearsal.streams.pipeline.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts a process's part for its group, and shows the group's total wherever there is a new one:
 * to people, in a file of the run's folder, and to who looks on.
 */
final class GroupTotals implements Counting {
  private final GroupMember member;
  private final List<CategoryQuestion> questions;
  private final Path file;
  private final RunView view;
  private final Onlooker onlooker;
  private volatile Optional<GroupStanding> latest = Optional.empty();

  private GroupTotals(
      GroupMember member,
      List<CategoryQuestion> questions,
      Path file,
      RunView view,
      Onlooker onlooker) {
    this.member = member;
    this.questions = List.copyOf(questions);
    this.file = file;
    this.view = view;
    this.onlooker = onlooker;
  }

  /** Those of a run that counts together with others. */
  static Optional<GroupTotals> of(
      OpenRun run, List<CategoryQuestion> questions, RunView view, Onlooker onlooker) {
    Optional<GroupTotals> totals =
        run.source()
            .group()
            .map(
                member -> new GroupTotals(member, questions, run.folder().total(), view, onlooker));
    totals.ifPresent(t -> t.member.listen(t::told));
    return totals;
  }

  @Override
  public void counted(Optional<Instant> time, Resolved prefix) {
    member.counted(prefix.number(), RunCounts.of(questions, prefix));
  }

  /** What people should read before the result. */
  String heading() {
    return "what follows is the part of this process; the group's total is in " + file;
  }

  /** The group's total as it was shown last; empty before the first. */
  Optional<GroupStanding> latest() {
    return latest;
  }

  private void told(GroupTotal total) {
    GroupStanding standing =
        new GroupStanding(total, member.epoch(), total.counts().standing(questions));
    latest = Optional.of(standing);
    view.total(standing);
    onlooker.counted(new Progress(standing.standing(), Map.of(), Map.of(), true, Optional.empty()));
    try {
      WholeFile.write(file, standing.json().toPrettyString() + "\n", "the topic of group.totals");
    } catch (RehearsalException e) {
      view.notice(String.valueOf(e.getMessage()));
    }
  }
}
