package dev.rehearsal.streams.source;

import dev.rehearsal.storage.LongList;

/**
 * Rows of numbers in order of their first, which is unsigned, then of their second: a heap in one
 * list, largest row on top, so that only the smallest rows are kept when there is a limit. {@code 8
 * × columns} bytes a row. Not thread-safe.
 */
final class SampleIndex {
  private final int columns;
  private final long limit;
  private final LongList rows = new LongList();
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
  }

  int size() {
    return size;
  }

  /** False when the limit is reached and every kept row is smaller. */
  boolean wants(long first) {
    return size < limit || Long.compareUnsigned(first, rows.get(0)) < 0;
  }

  /** Keeps the row; at the limit, in place of the largest. Only a row that is wanted. */
  void add(long... row) {
    if (size < limit) {
      for (long value : row) {
        rows.add(value);
      }
      up(size++);
    } else {
      for (int column = 0; column < columns; column++) {
        rows.set(column, row[column]);
      }
      down(0, size);
    }
  }

  /** Puts the rows in increasing order, in place. Nothing may be added after it. */
  void sort() {
    for (int parent = size / 2 - 1; parent >= 0; parent--) {
      down(parent, size);
    }
    for (int last = size - 1; last > 0; last--) {
      swap(0, last);
      down(0, last);
    }
  }

  long get(int row, int column) {
    return rows.get(place(row, column));
  }

  /** One column of the sorted rows, in their order. */
  LongList column(int column) {
    LongList values = new LongList();
    for (int row = 0; row < size; row++) {
      values.add(get(row, column));
    }
    return values;
  }

  /** Copies a sorted row to a place at or before its own. */
  void move(int from, int to) {
    for (int column = 0; column < columns; column++) {
      rows.set(place(to, column), get(from, column));
    }
  }

  /** Gives a row another first number; {@link #sort} puts it in its place. */
  void setFirst(int row, long first) {
    rows.set(place(row, 0), first);
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
    int order = Long.compareUnsigned(get(a, 0), get(b, 0));
    return order > 0 || order == 0 && columns > 1 && get(a, 1) > get(b, 1);
  }

  private void swap(int a, int b) {
    for (int column = 0; column < columns; column++) {
      long kept = get(a, column);
      rows.set(place(a, column), get(b, column));
      rows.set(place(b, column), kept);
    }
  }

  private long place(int row, int column) {
    return (long) row * columns + column;
  }
}
