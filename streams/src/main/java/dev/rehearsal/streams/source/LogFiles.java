package dev.rehearsal.streams.source;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files that a plan's paths mean. */
final class LogFiles {
  private static final String GLOB = "*?[{";

  private LogFiles() {}

  /**
   * Every file once, for each path in the order of the names. In a glob, {@code *} stays within a
   * folder and <code>**</code> does not.
   *
   * @param folder what relative paths are taken from
   * @param origin where the paths stand in the plan, for errors
   * @throws RehearsalException when a path means no file, or one that cannot be read
   */
  static List<LogFile> find(List<String> paths, Path folder, String origin) {
    Map<Path, LogFile> found = new LinkedHashMap<>();
    for (String path : paths) {
      List<Path> files = expand(path, folder);
      if (files.isEmpty()) {
        throw RehearsalException.badUsage(
            "%s: no file is at %s (looked in %s)"
                .formatted(origin, path, folder.toAbsolutePath().normalize()));
      }
      for (Path file : files) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
          throw RehearsalException.badUsage(
              "%s: %s cannot be read as a file".formatted(origin, file));
        }
        String name = Path.of(path).isAbsolute() ? file.toString() : shown(folder, file);
        found.putIfAbsent(file.toAbsolutePath().normalize(), new LogFile(name, file));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Path> expand(String path, Path folder) {
    int firstGlob = path.length();
    for (char c : GLOB.toCharArray()) {
      int at = path.indexOf(c);
      firstGlob = at >= 0 ? Math.min(firstGlob, at) : firstGlob;
    }
    if (firstGlob == path.length() || Files.exists(folder.resolve(path))) {
      Path file = folder.resolve(path).normalize();
      return Files.exists(file) ? List.of(file) : List.of();
    }
    int slash = path.lastIndexOf('/', firstGlob);
    Path root = folder.resolve(slash < 0 ? "" : path.substring(0, slash + 1)).normalize();
    String pattern = path.substring(slash + 1);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/", -1).length;
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.isDirectory(root) ? Files.walk(root, depth) : Stream.empty()) {
      walk.filter(file -> matcher.matches(root.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(files::add);
    } catch (IOException e) {
      throw RehearsalException.failed("cannot list " + root + ": " + e.getMessage(), e);
    }
    return files;
  }

  private static String shown(Path folder, Path file) {
    Path base = folder.toAbsolutePath().normalize();
    return base.relativize(file.toAbsolutePath().normalize()).toString();
  }

  /**
   * One file of a log.
   *
   * @param name as the plan would write it
   */
  record LogFile(String name, Path path) {}
}
