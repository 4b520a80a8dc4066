package dev.rehearsal.app.check;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.StoredAdmission;
import dev.rehearsal.streams.source.Sampled;
import java.util.Iterator;

/**
 * Goes on with an input that is admitted as it arrives. It has no fingerprint, so it is held
 * against what was admitted before, prefix by prefix. Used by one stream.
 */
public final class SameInput {
  private final Iterator<Recovered> admitted;

  private SameInput(Iterator<Recovered> admitted) {
    this.admitted = admitted;
  }

  /**
   * What comes after the admissions; fails with exit code 2 when the input does not begin with
   * them.
   *
   * @param input from its start
   * @param admitted before a resume, in order
   */
  public static Source<Sampled, NotUsed> after(
      Source<Sampled, NotUsed> input, Iterator<Recovered> admitted) {
    SameInput same = new SameInput(admitted);
    return input.filter(same::isNew).concatLazy(Source.lazySource(same::end));
  }

  private boolean isNew(Sampled sampled) {
    if (!admitted.hasNext()) {
      return true;
    }
    StoredAdmission before = admitted.next().admission();
    boolean same =
        before
            .text()
            .fold(
                prefix -> text(prefix).equals(text(sampled.prefix())),
                purgedAt -> before.prefixId().equals(sampled.prefix().id()));
    if (!same) {
      throw changed("prefix %d is another".formatted(before.number()));
    }
    return false;
  }

  private Source<Sampled, NotUsed> end() {
    return admitted.hasNext()
        ? Source.failed(
            changed("it ended before prefix %d".formatted(admitted.next().admission().number())))
        : Source.empty();
  }

  private static String text(Prefix prefix) {
    return String.join(
        "\n",
        prefix.id(),
        prefix.messages().toString(),
        prefix.tools().toString(),
        prefix.recordedReply().map(Reply::messages).toString());
  }

  private static RehearsalException changed(String how) {
    return RehearsalException.badUsage(
        "standard input is not what the run began with: "
            + how
            + "; give it the same input from its start, or begin a new run");
  }
}
