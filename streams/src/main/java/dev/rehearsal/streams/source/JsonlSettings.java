package dev.rehearsal.streams.source;

import dev.rehearsal.streams.source.LogFiles.LogFile;
import dev.rehearsal.streams.source.format.RecordSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a log of JSON lines is, and how to read it.
 *
 * @param paths files and globs; or {@code -} alone
 * @param folder what relative paths are taken from
 * @param origin where the paths stand in the plan
 */
record JsonlSettings(List<String> paths, Path folder, String origin, RecordSettings records) {
  static final String STANDARD_INPUT = "-";

  JsonlSettings {
    paths = List.copyOf(paths);
  }

  boolean standardInput() {
    return paths.equals(List.of(STANDARD_INPUT));
  }

  List<LogFile> files() {
    return LogFiles.find(paths, folder, origin);
  }
}
