package dev.rehearsal.streams.source;

import java.util.Arrays;

/**
 * Rows of numbers in order of their first, which is unsigned: a heap in one array, largest row on
 * top, so that only the smallest rows are kept when there is a limit. {@code 8 × columns} bytes a
 * row. Not thread-safe.
 */
final class SampleIndex {
  private final int columns;
  private final long limit;
  private long[] rows;
  private int size;

  /**
   * An empty index.
   *
   * @param columns numbers in a row, at least 1
   * @param limit most rows to keep, at least 1
   */
  SampleIndex(int columns, long limit) {
    this.columns = columns;
    this.limit = limit;
    this.rows = new long[1024 * columns];
  }

  int size() {
    return size;
  }

  /** False when the limit is reached and every kept row is smaller. */
  boolean wants(long first) {
    return size < limit || Long.compareUnsigned(first, rows[0]) < 0;
  }

  /** Keeps the row; at the limit, in place of the largest. Only a row that is wanted. */
  void add(long... row) {
    if (size < limit) {
      if ((size + 1) * columns > rows.length) {
        rows = Arrays.copyOf(rows, rows.length + (rows.length >> 1) / columns * columns);
      }
      System.arraycopy(row, 0, rows, size * columns, columns);
      up(size++);
    } else {
      System.arraycopy(row, 0, rows, 0, columns);
      down(0, size);
    }
  }

  /** Puts the rows in increasing order, in place. Nothing may be added after it. */
  void sort() {
    for (int last = size - 1; last > 0; last--) {
      swap(0, last);
      down(0, last);
    }
  }

  long get(int row, int column) {
    return rows[row * columns + column];
  }

  /** Copies a sorted row to a place at or before its own. */
  void move(int from, int to) {
    System.arraycopy(rows, from * columns, rows, to * columns, columns);
  }

  /** Drops the rows from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  private void up(int row) {
    int child = row;
    while (child > 0 && larger(child, (child - 1) / 2)) {
      swap(child, (child - 1) / 2);
      child = (child - 1) / 2;
    }
  }

  private void down(int row, int end) {
    int parent = row;
    while (2 * parent + 1 < end) {
      int child = 2 * parent + 1;
      if (child + 1 < end && larger(child + 1, child)) {
        child++;
      }
      if (!larger(child, parent)) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private boolean larger(int a, int b) {
    return Long.compareUnsigned(rows[a * columns], rows[b * columns]) > 0;
  }

  private void swap(int a, int b) {
    for (int column = 0; column < columns; column++) {
      long kept = rows[a * columns + column];
      rows[a * columns + column] = rows[b * columns + column];
      rows[b * columns + column] = kept;
    }
  }
}
