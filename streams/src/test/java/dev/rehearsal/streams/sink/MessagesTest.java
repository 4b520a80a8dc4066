package dev.rehearsal.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
  @TempDir Path folder;

  @Test
  void tellsOurReasonsAndNotWhatAProgramSaysOfTheText() {
    assertThat(published("reply failed")).isEqualTo("reply failed");
    assertThat(published("the user Ada asks for …")).isEqualTo("other");
  }

  private String published(String reason) {
    RunFolder run = RunFolder.create(folder.resolve(Integer.toString(reason.length())));
    RunRow row = RunRow.begun("test", "", Map.of(), Map.of(), 1, Instant.EPOCH);
    try (Journal journal = Journal.create(run, row)) {
      journal.append(admission());
    }
    try (JournalReader reader = JournalReader.open(run)) {
      ObjectNode message =
          Messages.verdict(
              "test",
              reader.admissions(1).next().admission(),
              new VerdictRow(1, "production", "rude", "f", new Verdict.Ungraded(reason)));
      return message.path("reason").textValue();
    }
  }

  private static Admission admission() {
    Prefix prefix =
        new Prefix(
            "c1", 0, List.of(), List.of(), Optional.empty(), JsonNodeFactory.instance.objectNode());
    return new Admission(
        1, prefix, Optional.empty(), Optional.empty(), new Position("log", 1), Map.of());
  }
}
