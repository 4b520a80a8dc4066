package dev.rehearsal.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant WHEN = Instant.parse("2026-06-16T08:09:10Z");

  @TempDir Path folder;

  @Test
  void tellsItsLastLineByAHash() {
    Ledger ledger = ledger();
    ledger.append("a", "run", WHEN);
    String last = ledger.append("b", "run", WHEN);

    assertThat(ledger.verify("a")).isEqualTo(last);
    assertThat(ledger.verify("b")).isEqualTo(last);
    assertThatThrownBy(() -> ledger.verify("c")).hasMessageContaining("does not list");
  }

  @Test
  void seesALineThatWasChangedMovedOrTakenOut() throws IOException {
    Ledger ledger = ledger();
    for (String sha256 : List.of("a", "b", "c")) {
      ledger.append(sha256, "run", WHEN);
    }
    List<String> lines = Files.readAllLines(ledger.file());

    assertBroken(List.of(lines.get(0), lines.get(2)));
    assertBroken(List.of(lines.get(1), lines.get(2)));
    assertBroken(List.of(lines.get(0), lines.get(2), lines.get(1)));
    assertBroken(List.of(lines.get(0), lines.get(1).replace("run", "ran"), lines.get(2)));
    assertBroken(List.of(lines.get(0).replace(":", ": "), lines.get(1), lines.get(2)));
    assertBroken(List.of(lines.get(0), "no JSON", lines.get(2)));
  }

  @Test
  void growsNoFurtherFromALineThatWasCutOff() throws IOException {
    Ledger ledger = ledger();
    ledger.append("a", "run", WHEN);
    String whole = Files.readString(ledger.file());
    Files.writeString(ledger.file(), whole + whole.substring(0, 20));

    assertThatThrownBy(() -> ledger.append("b", "run", WHEN)).hasMessageContaining("cut off");
    assertThatThrownBy(ledger::requireIntact).hasMessageContaining("cut off");
    assertThat(Files.readString(ledger.file())).startsWith(whole);
  }

  @Test
  void keepsEveryForecastOfManyAtOnce() {
    Ledger ledger = ledger();
    List<CompletableFuture<String>> appended = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String sha256 = "forecast-" + i;
      appended.add(CompletableFuture.supplyAsync(() -> ledger.append(sha256, "run", WHEN)));
    }
    appended.forEach(CompletableFuture::join);

    IntStream.range(0, 40).forEach(i -> ledger.verify("forecast-" + i));
  }

  private Ledger ledger() {
    return new Ledger(folder.resolve("ledger.jsonl"));
  }

  private void assertBroken(List<String> lines) throws IOException {
    Ledger other = new Ledger(folder.resolve("other.jsonl"));
    Files.write(other.file(), lines);
    assertThatThrownBy(() -> other.verify("a")).hasMessageStartingWith("TAMPERED");
    assertThatThrownBy(() -> other.append("d", "run", WHEN)).hasMessageStartingWith("TAMPERED");
    assertThat(Files.readAllLines(other.file())).isEqualTo(lines);
  }
}
