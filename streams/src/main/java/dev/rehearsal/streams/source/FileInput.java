package dev.rehearsal.streams.source;

import dev.rehearsal.streams.source.LogFiles.LogFile;
import java.util.List;
import java.util.function.Consumer;

/** The files of a log, line by line. */
record FileInput(List<LogFile> files, String origin, int maxLineBytes) implements LogInput {
  FileInput {
    files = List.copyOf(files);
  }

  static FileInput of(JsonlSettings settings) {
    return new FileInput(settings.files(), settings.origin(), settings.records().maxLineBytes());
  }

  @Override
  public List<String> parts() {
    return files.stream().map(LogFile::name).toList();
  }

  @Override
  public void each(int part, Consumer<Line> use) {
    FileLines.each(files.get(part), maxLineBytes, use);
  }

  @Override
  public boolean ordered() {
    return true;
  }
}
