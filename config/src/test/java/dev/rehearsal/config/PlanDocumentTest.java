package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published schema is the reference, written out. {@code mvn test -pl core,config
 * -Dtest=PlanDocumentTest -Dwrite=true} brings it up to date.
 */
class PlanDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "plan.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)<!-- keys of (\\w+) -->\\n(.*?)<!-- end -->");

  @Test
  void showsEveryKeyOfTheReferenceWithItsDefaultAndWhy() throws IOException {
    String document = Files.readString(DOCUMENT);
    String fresh =
        TABLE
            .matcher(document)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        "<!-- keys of %s -->\n%s<!-- end -->"
                            .formatted(
                                m.group(1), KeyTable.markdown(reference().getObject(m.group(1))))));
    if (Boolean.getBoolean("write")) {
      Files.writeString(DOCUMENT, fresh);
    }

    assertThat(fresh).contains("`sample.per-user`").contains("`requests-per-minute`");
    assertThat(Files.readString(DOCUMENT)).isEqualTo(fresh);
  }

  @Test
  void hasACommentOnEveryKeyOfTheReference() {
    List<String> silent = new ArrayList<>();
    for (String block : List.of("plan", "credential", "fractionbudget", "lane", "category")) {
      silent(block, reference().getObject(block), silent);
    }

    assertThat(silent).isEmpty();
  }

  static Stream<Path> plans() throws IOException {
    Path plans = Path.of("plans");
    return Files.isDirectory(plans)
        ? Files.list(plans).filter(file -> file.toString().endsWith(".conf")).sorted()
        : Stream.empty();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("plans")
  void readsEveryPlanThatShips(Path file) {
    Problems problems = new Problems();

    PlanLoader.read(file, Map.of(), Map.of(), problems);

    assertThat(problems.messages()).isEmpty();
  }

  static Stream<Path> taxonomies() throws IOException {
    Path taxonomies = Path.of("taxonomies");
    return Files.isDirectory(taxonomies)
        ? Files.list(taxonomies).filter(file -> file.toString().endsWith(".conf")).sorted()
        : Stream.empty();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("taxonomies")
  void readsEveryTaxonomyThatShips(Path file) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "taxonomy");
    Plan plan =
        Plans.read(folder, Plans.SMALLEST + "include \"%s\"\n".formatted(file.toAbsolutePath()));

    assertThat(plan.categories()).hasSizeGreaterThan(2);
  }

  private static void silent(String path, ConfigObject block, List<String> silent) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      String key = path + "." + entry.getKey();
      if (entry.getValue().origin().comments().isEmpty()) {
        silent.add(key);
      }
      if (entry.getValue() instanceof ConfigObject inner) {
        silent(key, inner, silent);
      }
    }
  }

  private static Config reference() {
    return ConfigFactory.parseResources(PlanLoader.class, "/reference.conf").getConfig("rehearsal");
  }
}
