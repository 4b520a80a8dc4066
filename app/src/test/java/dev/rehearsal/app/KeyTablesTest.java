package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.rehearsal.config.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys of the blocks that modules own are published as their references say. {@code
 * -Dtest=KeyTablesTest -Dwrite=true} brings the documents up to date.
 */
class KeyTablesTest {
  private static final Config REFERENCE = ConfigFactory.defaultReference().getConfig("rehearsal");

  /** A table of one block, perhaps without the keys that it takes over from another. */
  private static final Pattern TABLE =
      Pattern.compile("(?s)<!-- keys of ([\\w.]+)(?: beyond ([\\w.]+))? -->\\n.*?<!-- end -->");

  @ParameterizedTest
  @ValueSource(strings = {"models.md", "source.md", "kafka.md", "graders.md", "journal.md"})
  void showEveryKeyOfTheReferenceWithItsDefaultAndWhy(String name) throws IOException {
    Path document = Launched.root().resolve("docs").resolve(name);
    String fresh =
        TABLE
            .matcher(Files.readString(document))
            .replaceAll(table -> Matcher.quoteReplacement(written(table)));
    if (Boolean.getBoolean("write")) {
      Files.writeString(document, fresh);
    }

    assertThat(fresh).contains("| `");
    assertThat(Files.readString(document)).isEqualTo(fresh);
  }

  private static String written(MatchResult table) {
    ConfigObject keys = REFERENCE.getObject(table.group(1));
    if (table.group(2) != null) {
      ConfigObject known = REFERENCE.getObject(table.group(2));
      for (String key : known.keySet()) {
        keys = known.get(key).equals(keys.get(key)) ? keys.withoutKey(key) : keys;
      }
    }
    String head = table.group().substring(0, table.group().indexOf('\n') + 1);
    return head + KeyTable.markdown(keys) + "<!-- end -->";
  }
}
