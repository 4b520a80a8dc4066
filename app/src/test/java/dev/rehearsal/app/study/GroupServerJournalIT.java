package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.RealPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes of one group whose journals lie in one database. */
@Tag("slow")
@Timeout(300)
class GroupServerJournalIT extends GroupCase {

  @Test
  void aProcessThatIsKilledAndStartedAgainInItsFolderAddsNothingTwice() throws Exception {
    List<String> lines = Files.readAllLines(new Study(folder).log(8, 1_200));
    write(lines);
    try (RealPostgres server = RealPostgres.start();
        Child a = onServer("a", server);
        Child b = onServer("b", server)) {
      awaitTotal("g", a, total -> total.path("members").asInt() == 2);
      b.kill();
      try (Child again = onServer("b", server)) {
        assertEnds(a, "a", lines);
        assertEnds(again, "b", lines);
      }
    }
    for (String member : List.of("a", "b")) {
      Path run = folder.resolve("g").resolve(member);
      assertThat(run.resolve("journal.db")).doesNotExist();
      assertThat(Study.summary(run).path("admitted").asInt()).isBetween(1, lines.size() - 1);
    }
  }

  private Child onServer(String name, RealPostgres server) {
    return member(
        name, "g", "--set", "journal.url=" + server.url(), "--set", "journal.user=postgres");
  }
}
