package dev.rehearsal.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class MarkdownTable {
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... header) {
    this.columns = header.length;
    row(header);
    lines.add("|" + " --- |".repeat(columns));
  }

  MarkdownTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("a row has " + columns + " cells, was " + cells.length);
    }
    lines.add(
        List.of(cells).stream()
            .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
            .collect(Collectors.joining(" | ", "| ", " |")));
    return this;
  }

  boolean isEmpty() {
    return lines.size() == 2;
  }

  List<String> lines() {
    return lines;
  }
}
