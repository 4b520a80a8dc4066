package dev.rehearsal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What {@code --set key=value} says, with that as its origin. */
final class Overrides {
  private static final Pattern USER_IN_URL = Pattern.compile("://[^/@\\s\"]+@");

  private Overrides() {}

  /** All of them as one config; a key that is no path is a problem. */
  static Config parse(Map<String, String> sets, Problems problems) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> set : sets.entrySet()) {
      String origin = origin(set.getKey(), set.getValue());
      try {
        config = config.withValue(set.getKey(), value(set.getValue(), origin));
      } catch (ConfigException e) {
        problems.add(origin, "is not a key and a value; write --set stop.budget-usd=5");
      }
    }
    return config;
  }

  private static String origin(String key, String value) {
    String shown = value.startsWith("{") ? "{…}" : USER_IN_URL.matcher(value).replaceAll("://***@");
    return Origins.SET + key + "=" + (hidden(key, value) ? "***" : shown);
  }

  /** A list may hold a secret anywhere, and what cannot be read may be one. */
  private static boolean hidden(String key, String value) {
    try {
      List<String> names = ConfigUtil.splitPath(key);
      return SecretNames.looksSecret(names.get(names.size() - 1))
          || ((value.startsWith("{") || value.startsWith("["))
              && holdsSecret(value(value, Origins.SET)));
    } catch (ConfigException e) {
      return true;
    }
  }

  private static boolean holdsSecret(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return object.entrySet().stream()
          .anyMatch(e -> SecretNames.looksSecret(e.getKey()) || holdsSecret(e.getValue()));
    }
    return value instanceof ConfigList list && list.stream().anyMatch(Overrides::holdsSecret);
  }

  /** Numbers, flags, null, lists and blocks are what they look like; anything else is a text. */
  private static ConfigValue value(String text, String origin) {
    boolean structured = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    try {
      ConfigValue value =
          ConfigFactory.parseString(
                  "value = " + text, ConfigParseOptions.defaults().setOriginDescription(origin))
              .root()
              .getOrDefault("value", ConfigValueFactory.fromAnyRef(text, origin));
      if (structured || value.valueType() != ConfigValueType.STRING) {
        return value;
      }
    } catch (ConfigException e) {
      if (structured) {
        throw e;
      }
    }
    return ConfigValueFactory.fromAnyRef(text, origin);
  }
}
