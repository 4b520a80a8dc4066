package dev.rehearsal.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Git checkout that the launcher stands in, read from its files: Git need not be there. */
final class Checkout {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40,64}");

  private Checkout() {}

  /** The hash of the commit that is checked out; empty outside a checkout. */
  static Optional<String> commit() {
    String home = System.getProperty("rehearsal.home", "");
    return home.isEmpty() ? Optional.empty() : commit(Path.of(home));
  }

  static Optional<String> commit(Path root) {
    Path entry = root.resolve(".git");
    // In a second work tree, .git is a file that says where its folder is.
    Path folder = Files.isRegularFile(entry) ? pointer(entry, "gitdir: ", root) : entry;
    Path common = folder.resolve("commondir");
    Path shared = Files.isRegularFile(common) ? pointer(common, "", folder) : folder;
    String head = text(folder.resolve("HEAD"));
    if (!head.startsWith("ref: ")) {
      return hash(head);
    }
    String name = head.substring("ref: ".length());
    return hash(text(shared.resolve(name)))
        .or(() -> packed(text(shared.resolve("packed-refs")), name));
  }

  private static Path pointer(Path file, String label, Path base) {
    String text = text(file);
    return base.resolve(text.startsWith(label) ? text.substring(label.length()) : text);
  }

  private static Optional<String> packed(String refs, String name) {
    return refs.lines()
        .filter(line -> line.endsWith(" " + name))
        .findFirst()
        .flatMap(line -> hash(line.substring(0, line.indexOf(' '))));
  }

  private static Optional<String> hash(String text) {
    Matcher matcher = HASH.matcher(text);
    return matcher.matches() ? Optional.of(text) : Optional.empty();
  }

  /** What a file holds; nothing when it is not there: a checkout is not required. */
  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    } catch (IOException unreadable) {
      return "";
    }
  }
}
