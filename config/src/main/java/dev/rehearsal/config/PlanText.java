package dev.rehearsal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plan as the journal keeps it: before substitution, with literal secrets masked. */
final class PlanText {
  private static final String MASK = "\"***\"";
  private static final Pattern REFERENCES = Pattern.compile("(\\$\\{[^}]*})+");
  private static final Pattern LINE =
      Pattern.compile("(?m)^( *)(\"(?:[^\"\\\\]|\\\\.)*\"|[^=\\s\"{}\\[\\]]+)=([^\\n]*)$");
  private static final Pattern USER_IN_URL = Pattern.compile("(://)[^/@\\s\"]+@");

  private PlanText() {}

  /** The text of a plan that was parsed and overlaid, but not yet resolved. */
  static String of(Config unresolved, Config resolved) {
    String text =
        unresolved
            .root()
            .render(
                ConfigRenderOptions.defaults()
                    .setOriginComments(false)
                    .setComments(false)
                    .setJson(false));
    text = LINE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(line(m)));
    Set<String> literals =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));
    collect("", resolved.root(), literals);
    for (String literal : literals) {
      text = text.replace(ConfigUtil.quoteString(literal), MASK).replace(literal, "***");
    }
    return USER_IN_URL.matcher(text).replaceAll("$1***@");
  }

  private static String line(MatchResult line) {
    String key = line.group(2).replaceAll("^\"|\"$", "");
    String value = line.group(3).strip();
    boolean literal = !value.isEmpty() && !REFERENCES.matcher(value).matches();
    return SecretNames.looksSecret(key) && literal && !opensBlock(value)
        ? line.group(1) + line.group(2) + "=" + MASK
        : line.group();
  }

  private static boolean opensBlock(String value) {
    return value.endsWith("{") || value.endsWith("[");
  }

  /** Literal values of secret keys: they are masked wherever else they stand, too. */
  private static void collect(String key, ConfigValue value, Set<String> literals) {
    if (value instanceof ConfigObject object) {
      object.forEach((name, inner) -> collect(name, inner, literals));
    } else if (value instanceof ConfigList list) {
      list.forEach(item -> collect(key, item, literals));
    } else if (value.valueType() == ConfigValueType.STRING
        && SecretNames.looksSecret(key)
        && !Origins.fromEnvironment(value.origin())) {
      String literal = String.valueOf(value.unwrapped());
      if (literal.length() >= 4) {
        literals.add(literal);
      }
    }
  }
}
