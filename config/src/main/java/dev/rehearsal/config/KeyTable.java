package dev.rehearsal.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the keys of a reference as a table for people: key, default, unit and why. */
public final class KeyTable {
  private KeyTable() {}

  /** A Markdown table of every key inside {@code reference}, in the order of its file. */
  public static String markdown(ConfigObject reference) {
    StringBuilder table = new StringBuilder("| key | default | what, and why |\n|---|---|---|\n");
    rows("", reference, table);
    return table.toString();
  }

  private static void rows(String path, ConfigObject block, StringBuilder table) {
    List<Map.Entry<String, ConfigValue>> entries =
        block.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                    (Map.Entry<String, ConfigValue> e) -> e.getValue().origin().lineNumber()))
            .toList();
    for (Map.Entry<String, ConfigValue> entry : entries) {
      String key = path + entry.getKey();
      ConfigValue value = entry.getValue();
      table.append("| `%s` | %s | %s |\n".formatted(key, byDefault(value), comment(value)));
      if (value instanceof ConfigObject inner) {
        rows(key + ".", inner, table);
      }
    }
  }

  private static String byDefault(ConfigValue value) {
    return value.valueType() == ConfigValueType.OBJECT
        ? "block"
        : "`" + value.render(ConfigRenderOptions.concise().setJson(false)) + "`";
  }

  private static String comment(ConfigValue value) {
    return value.origin().comments().stream()
        .map(String::strip)
        .collect(Collectors.joining(" "))
        .replace("|", "\\|")
        .replace("<", "&lt;");
  }
}
