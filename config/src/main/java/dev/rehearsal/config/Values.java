package dev.rehearsal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of one block by key, whatever dots the key holds. */
record Values(Config config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** True when there is a value that is not null. */
  boolean has(String key) {
    return config.hasPath(ConfigUtil.quoteString(key));
  }

  ConfigValue get(String key) {
    return config.getValue(ConfigUtil.quoteString(key));
  }

  boolean isBlock(String key) {
    return has(key) && get(key).valueType() == ConfigValueType.OBJECT;
  }

  /** A number without a unit, as a number or as a text. */
  boolean isPlainNumber(String key) {
    return has(key)
        && (get(key).valueType() == ConfigValueType.NUMBER
            || get(key).unwrapped() instanceof String text && text.matches("[0-9.]+"));
  }

  Optional<String> text(String key) {
    return has(key) && get(key).unwrapped() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  List<Config> blocks(String quotedKey) {
    return new ArrayList<>(config.getConfigList(quotedKey));
  }

  List<String> keys() {
    return config.root().keySet().stream().sorted().toList();
  }

  /** What a message may show of a value. */
  String shown(String key) {
    if (!has(key)) {
      return "nothing";
    }
    ConfigValue value = get(key);
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "a list";
      case NUMBER, BOOLEAN, NULL, STRING ->
          SecretNames.looksSecret(key) || Origins.fromEnvironment(value.origin())
              ? "***"
              : value.render(ConfigRenderOptions.concise());
    };
  }

  Optional<String> variable(String key) {
    return has(key) ? Origins.variable(get(key).origin()) : Optional.empty();
  }

  static JsonNode json(ConfigValue value) {
    try {
      return JSON.readTree(value.render(ConfigRenderOptions.concise()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("HOCON renders as JSON", e);
    }
  }
}
