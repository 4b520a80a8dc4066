package dev.rehearsal.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from a key's name whether its value is to be hidden. */
public final class SecretNames {
  private static final Pattern WORDS = Pattern.compile("[-_. ]+|(?<=[a-z0-9])(?=[A-Z])");
  private static final Set<String> ANYWHERE =
      Set.of(
          "secret",
          "password",
          "passwd",
          "passphrase",
          "authorization",
          "apikey",
          "credential",
          "credentials",
          "jaas",
          "cookie");
  private static final Set<String> LAST = Set.of("key", "token", "auth", "bearer");

  /** Ends in {@code key} and yet names a field of a record. */
  private static final Set<String> HARMLESS = Set.of("user-key");

  private SecretNames() {}

  /** True for {@code api-key}, {@code X-Api-Key}, {@code client_secret}; not {@code max_tokens}. */
  public static boolean looksSecret(String key) {
    if (HARMLESS.contains(key)) {
      return false;
    }
    List<String> words =
        WORDS.splitAsStream(key).map(word -> word.toLowerCase(Locale.ROOT)).toList();
    return !words.isEmpty()
        && (words.stream().anyMatch(ANYWHERE::contains)
            || LAST.contains(words.get(words.size() - 1)));
  }
}
