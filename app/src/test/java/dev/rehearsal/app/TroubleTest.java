package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TroubleTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter err = new PrintWriter(text, true);

  @Test
  void saysTheMessageOfAKnownTroubleAndNothingElse() {
    int exitCode = Trouble.ofWork(RehearsalException.badUsage("five is right out"), false, err);

    assertThat(exitCode).isEqualTo(2);
    assertThat(text.toString()).isEqualToIgnoringNewLines("rehearsal: five is right out");
  }

  @Test
  void keepsTheTraceOfAnUnknownTroubleInAFile() throws IOException {
    int exitCode = Trouble.ofWork(new IllegalStateException("odd"), false, err);

    assertThat(exitCode).isEqualTo(1);
    assertThat(text.toString()).contains("odd").doesNotContain("\tat ");
    Matcher file = Pattern.compile("stands in (\\S+);").matcher(text.toString());
    assertThat(file.find()).isTrue();
    assertThat(Files.readString(Path.of(file.group(1)))).contains("TroubleTest");
    Files.delete(Path.of(file.group(1)));
  }

  @Test
  void showsTheTraceWhenAskedTo() {
    Trouble.ofWork(RehearsalException.failed("no space left"), true, err);

    assertThat(text.toString()).contains("no space left").contains("\tat ");
  }
}
