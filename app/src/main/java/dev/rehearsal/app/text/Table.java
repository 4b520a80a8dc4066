package dev.rehearsal.app.text;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * One cell.
   *
   * @param text one line
   * @param paint how it looks on a terminal
   */
  public record Cell(String text, Paint paint) {
    public static Cell of(String text) {
      return new Cell(text, Paint.PLAIN);
    }
  }

  public Table row(List<Cell> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  public Table row(String... cells) {
    return row(List.of(cells).stream().map(Cell::of).toList());
  }

  /** How wide the widest line is, in characters. */
  public int width() {
    return lines(false).stream().mapToInt(Table::width).max().orElse(0);
  }

  /**
   * The lines, without trailing blanks.
   *
   * @param colour false for files and pipes
   */
  public List<String> lines(boolean colour) {
    List<Integer> widths = new ArrayList<>();
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = width(row.get(i).text());
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    return rows.stream().map(row -> line(row, widths, colour)).toList();
  }

  private static String line(List<Cell> row, List<Integer> widths, boolean colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      boolean last = i == row.size() - 1;
      line.append(colour ? cell.paint().on(cell.text()) : cell.text());
      line.append(last ? "" : " ".repeat(widths.get(i) - width(cell.text())) + GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
