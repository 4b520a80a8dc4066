package dev.rehearsal.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page for whoever is on call names what there is. {@code -Dtest=OperationsPageTest
 * -Dwrite=true} brings its table up to date.
 */
class OperationsPageTest {
  private static final Path PAGE = Launched.root().resolve("docs/operations.md");
  private static final Pattern TABLE = Pattern.compile("(?s)<!-- metrics -->\\n.*?<!-- end -->");
  private static final Pattern NAME = Pattern.compile("rehearsal_[a-z_]+");

  @Test
  void hasEveryMetricWithItsTypeItsLabelsAndWhatItSays() throws IOException {
    String page = Files.readString(PAGE);
    String fresh =
        TABLE
            .matcher(page)
            .replaceFirst(
                Matcher.quoteReplacement("<!-- metrics -->\n" + table() + "<!-- end -->"));
    if (Boolean.getBoolean("write")) {
      Files.writeString(PAGE, fresh);
    }

    assertThat(fresh).contains("`rehearsal_prefixes_counted_total`");
    assertThat(Files.readString(PAGE)).isEqualTo(fresh);
  }

  @Test
  void namesNoMetricThatIsNotThere() throws IOException {
    Set<String> known =
        Arrays.stream(Metric.values()).map(Metric::exposed).collect(Collectors.toSet());

    assertThat(NAME.matcher(Files.readString(PAGE)).results().map(found -> found.group()))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(known).contains(name.replaceFirst("_bucket$", "")));
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| metric | type | labels | what |\n|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  metric.exposed(),
                  metric.kind().name().toLowerCase(Locale.ROOT),
                  metric.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
                  metric.help()));
    }
    return table.toString();
  }
}
