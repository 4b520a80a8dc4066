package dev.rehearsal.app.check;

import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.streams.group.GroupSettings;
import dev.rehearsal.streams.journal.RunFolder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Whom a run counts together with: processes of one consumer group that ask the same. */
public final class Together {
  private static final int SHORT = 16;
  private static final int TELLS_LIVES_APART = 8;

  private Together() {}

  /** What the source is told of it; empty where each process counts for itself. */
  public static Optional<GroupSettings> of(
      CheckedPlan checked,
      OpenGraders graders,
      OpenModels models,
      RunFolder folder,
      InstantSource clock) {
    return checked
        .plan()
        .group()
        .map(
            group ->
                new GroupSettings(
                    group.totals(),
                    group.epoch(),
                    String.join(
                        " ",
                        checked.plan().name(),
                        checked.plan().source().string("group"),
                        group.epoch().toString(),
                        question(checked, graders, models)),
                    folder.path().getFileName()
                        + "-"
                        + UUID.randomUUID().toString().substring(0, TELLS_LIVES_APART),
                    clock));
  }

  private static String question(CheckedPlan checked, OpenGraders graders, OpenModels models) {
    return Canonical.sha256(
            Digest.of(checked, graders.byName(), Optional.empty(), models.recordings()).toString())
        .substring(0, SHORT);
  }
}
