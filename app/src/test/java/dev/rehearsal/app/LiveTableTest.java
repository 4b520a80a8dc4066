package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress is for whoever looks at stderr, the result for whoever reads stdout. */
class LiveTableTest {
  private static final String CLEAR = "\u001b[J";
  private static final String ROW = "tool-call-invalid";

  @TempDir Path folder;

  @Test
  void drawsOnTheTerminalAndLeavesTheFileClean() {
    StringWriter screen = new StringWriter();
    StringWriter file = new StringWriter();

    run(file, screen, new Terminal(false, false, true, true, 100, 40));

    assertThat(screen.toString()).contains(CLEAR);
    assertThat(afterTheLastClear(screen)).doesNotContain(ROW);
    assertThat(file.toString()).contains(ROW).doesNotContain("\u001b");
  }

  @Test
  void showsTheResultOnceWhereBothAreOneTerminal() {
    StringWriter screen = new StringWriter();

    run(screen, screen, new Terminal(false, true, true, true, 100, 40));

    StringWriter resultAlone = new StringWriter();
    run(resultAlone, new StringWriter(), new Terminal(false, true, false, true, 100, 40));
    assertThat(rows(afterTheLastClear(screen)))
        .isPositive()
        .isEqualTo(rows(resultAlone.toString()));
  }

  @Test
  void writesPlainLinesWhereNobodyLooks() {
    StringWriter progress = new StringWriter();
    StringWriter result = new StringWriter();

    run(result, progress, Terminal.NONE);

    assertThat(progress.toString()).doesNotContain("\u001b").doesNotContain(ROW);
    assertThat(result.toString()).contains(ROW).doesNotContain("\u001b");
  }

  private void run(StringWriter out, StringWriter err, Terminal terminal) {
    Console console =
        new Console(
            InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err), terminal);
    Path run = folder.resolve("run-" + terminal.out() + terminal.err());
    assertThat(Main.run(console, "run", Ran.quickstart(), "--out", run.toString()))
        .as(err.toString())
        .isZero();
    console.err().flush();
  }

  private static String afterTheLastClear(StringWriter screen) {
    String all = screen.toString();
    return all.substring(all.lastIndexOf(CLEAR));
  }

  private static long rows(String text) {
    return text.lines().filter(line -> line.contains(ROW)).count();
  }
}
