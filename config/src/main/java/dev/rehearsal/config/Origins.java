package dev.rehearsal.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where a value was written, for people: {@code file:line}, {@code --set key=value}. */
final class Origins {
  /** How the origin of a value that the environment gave begins. */
  static final String ENVIRONMENT = "environment variable ";

  /** How the origin of a value from the command line begins. */
  static final String SET = "--set ";

  private static final Pattern FILE_LINE = Pattern.compile("(.+): (\\d+)(?:-\\d+)?");
  private static final Pattern VARIABLE = Pattern.compile(ENVIRONMENT + "\\w+");

  private Origins() {}

  /**
   * Where {@code origin} is.
   *
   * @param block where the block stands: the answer for a value that no file holds
   */
  static String describe(ConfigOrigin origin, String block) {
    if (fromCommandLine(origin)) {
      String text = origin.description();
      return origin.lineNumber() > 0 ? text.replaceFirst(": \\d+(-\\d+)?$", "") : text;
    }
    String place = place(origin).map(m -> shown(m.group(1)) + ":" + m.group(2)).orElse(block);
    Matcher variable = VARIABLE.matcher(origin.description());
    return variable.find() ? place + " (" + variable.group() + ")" : place;
  }

  /** True when the value, or a part of it, came from the environment. */
  static boolean fromEnvironment(ConfigOrigin origin) {
    return origin.description().contains(ENVIRONMENT);
  }

  /** The name of the variable that the value, or a part of it, came from. */
  static Optional<String> variable(ConfigOrigin origin) {
    Matcher variable = VARIABLE.matcher(origin.description());
    return variable.find()
        ? Optional.of(variable.group().substring(ENVIRONMENT.length()))
        : Optional.empty();
  }

  /** True when the value was given with {@code --set}. */
  static boolean fromCommandLine(ConfigOrigin origin) {
    return origin.description().startsWith(SET);
  }

  /** The file that holds the value, if one does. */
  static Optional<Path> file(ConfigOrigin origin) {
    return fromCommandLine(origin)
        ? Optional.empty()
        : place(origin).map(m -> Path.of(m.group(1))).filter(Path::isAbsolute);
  }

  /** A path as people like to read it: from the working directory when it lies within. */
  static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) && !absolute.equals(here)
        ? here.relativize(absolute)
        : absolute;
  }

  private static String shown(String file) {
    Path path = Path.of(file);
    return path.isAbsolute() ? shown(path).toString() : file;
  }

  /** The first file and line of an origin; the library joins several as "merge of a: 1,b: 2". */
  private static Optional<Matcher> place(ConfigOrigin origin) {
    for (String part : origin.description().replaceFirst("^merge of ", "").split(",", -1)) {
      Matcher matcher = FILE_LINE.matcher(part);
      if (matcher.matches() && !part.startsWith(SET)) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }
}
