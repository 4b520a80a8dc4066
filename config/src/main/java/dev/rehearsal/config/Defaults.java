package dev.rehearsal.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;

/**
 * Fills in defaults. The library's own way of falling back will not do: once a block has stood over
 * a value that is no block, it takes no defaults any more.
 */
final class Defaults {
  private Defaults() {}

  /** {@code own} with what {@code defaults} has and it has not; a default of null is none. */
  static ConfigObject fill(ConfigObject own, ConfigObject defaults) {
    ConfigObject filled = own;
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      ConfigValue value = own.get(entry.getKey());
      ConfigValue byDefault = entry.getValue();
      if (value == null && byDefault.valueType() != ConfigValueType.NULL) {
        filled = filled.withValue(entry.getKey(), byDefault);
      } else if (value instanceof ConfigObject inner
          && byDefault instanceof ConfigObject innerDefaults) {
        filled = filled.withValue(entry.getKey(), fill(inner, innerDefaults));
      }
    }
    return filled;
  }
}
