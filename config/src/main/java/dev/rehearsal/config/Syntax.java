package dev.rehearsal.config;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words what the parser has to say about a file, without the values that it quotes. */
final class Syntax {
  private static final Pattern PLACE = Pattern.compile("^(.*?): (\\d+): ", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  private Syntax() {}

  /** {@code file:line} of a syntax error. */
  static String origin(ConfigException error, Path file) {
    Matcher place = PLACE.matcher(text(error));
    return place.find()
        ? Origins.shown(Path.of(place.group(1))) + ":" + place.group(2)
        : Origins.shown(file).toString();
  }

  /** What is wrong; quoted pieces may be secrets, and only short marks are kept. */
  static String message(ConfigException error) {
    String text = PLACE.matcher(text(error)).replaceFirst("");
    return "cannot be read as HOCON: "
        + QUOTED
            .matcher(text)
            .replaceAll(m -> Matcher.quoteReplacement(m.group().length() <= 3 ? m.group() : "'…'"));
  }

  /** {@code file:line} of the first line that holds {@code what}; the file when none does. */
  static String lineOf(String what, Path file) {
    String shown = Origins.shown(file).toString();
    try {
      int line = 1;
      for (String text : Files.readAllLines(file)) {
        if (text.contains(what)) {
          return shown + ":" + line;
        }
        line++;
      }
      return shown;
    } catch (IOException e) {
      return shown + " (" + e.getMessage() + ")";
    }
  }

  private static String text(ConfigException error) {
    return String.valueOf(error.getMessage());
  }
}
