package dev.rehearsal.streams.source;

import dev.rehearsal.streams.source.LogFiles.LogFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to read a log of JSON lines.
 *
 * @param paths files and globs; or {@code -} alone
 * @param folder what relative paths are taken from
 * @param origin where the paths stand in the plan
 * @param format empty to tell by each record
 * @param maxLineBytes a longer line is unusable
 * @param toolsField dotted path of the attribute that names a record's tool definitions
 * @param toolsFolder where they lie
 */
record JsonlSettings(
    List<String> paths,
    Path folder,
    String origin,
    Optional<RecordFormat> format,
    int maxLineBytes,
    Fields fields,
    Optional<String> toolsField,
    Path toolsFolder) {
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

  ToolDefinitions tools() {
    return new ToolDefinitions(toolsField, toolsFolder);
  }
}
