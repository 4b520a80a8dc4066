package dev.rehearsal.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A strict reader of the text formats of Prometheus: whatever the format does not allow fails the
 * test.
 *
 * @param types by family
 * @param samples by name and labels, as {@code name{a="1",b="2"}} with sorted labels
 */
record ExpositionText(Map<String, String> types, Map<String, Double> samples) {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n"
              + "]|\\\\[\\\\\"n])*\",?)*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static ExpositionText parse(String text, boolean openMetrics) {
    ExpositionText read = new ExpositionText(new LinkedHashMap<>(), new LinkedHashMap<>());
    assertThat(text).endsWith(openMetrics ? "\n# EOF\n" : "\n");
    String family = "";
    for (String line : text.lines().toList()) {
      if (line.equals("# EOF")) {
        continue;
      }
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        assertThat(words).as(line).hasSize(4);
        family = words[2];
        assertThat(read.types.put(family, words[3])).as("one TYPE of %s", family).isNull();
      } else if (line.startsWith("#")) {
        assertThat(line).matches("# (HELP|UNIT) \\S+ .+");
      } else {
        read.sample(line, family);
      }
    }
    return read;
  }

  private void sample(String line, String family) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as("a sample: %s", line).isTrue();
    String name = sample.group(1);
    assertThat(name).as("samples stand under their family").startsWith(family);
    assertThat(name.substring(family.length()))
        .as("%s of a %s", name, types.get(family))
        .isIn(
            switch (types.getOrDefault(family, "")) {
              case "counter" ->
                  family.endsWith("_total") ? new String[] {""} : new String[] {"_total"};
              case "gauge" -> new String[] {""};
              case "info" -> new String[] {"_info"};
              case "histogram" -> new String[] {"_bucket", "_count", "_sum"};
              case "summary" -> new String[] {"_count", "_sum"};
              default -> new String[] {"no such type"};
            });
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
    while (label.find()) {
      assertThat(labels.put(label.group(1), label.group(2))).as("each label once").isNull();
    }
    double value =
        sample.group(3).equals("+Inf")
            ? Double.POSITIVE_INFINITY
            : Double.parseDouble(sample.group(3));
    assertThat(samples.put(key(name, labels), value)).as("each series once: %s", line).isNull();
  }

  private static String key(String name, Map<String, String> labels) {
    StringBuilder key = new StringBuilder(name);
    labels.forEach((label, value) -> key.append('{').append(label).append('=').append(value));
    return key.toString();
  }

  /** The value of one series; labels as name, value, name, value. */
  double value(String name, String... labels) {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      sorted.put(labels[i], labels[i + 1]);
    }
    assertThat(samples).containsKey(key(name, sorted));
    return samples.getOrDefault(key(name, sorted), Double.NaN);
  }

  /** The sum over all series of a name that have these labels among others. */
  double sum(String name, String... labels) {
    return samples.entrySet().stream()
        .filter(sample -> has(sample.getKey() + "{", name, labels))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static boolean has(String key, String name, String... labels) {
    boolean fits = key.startsWith(name + "{");
    for (int i = 0; i < labels.length; i += 2) {
      fits &= key.contains("{" + labels[i] + "=" + labels[i + 1] + "{");
    }
    return fits;
  }

  /** The names of the labels of each series of a name; of a histogram or summary, its counts. */
  List<Set<String>> labels(String name) {
    return samples.keySet().stream()
        .filter(key -> (key + "{").startsWith(name + "{") || key.startsWith(name + "_count"))
        .map(
            key ->
                Arrays.stream(key.split("\\{"))
                    .skip(1)
                    .map(label -> label.substring(0, label.indexOf('=')))
                    .collect(Collectors.toSet()))
        .toList();
  }
}
