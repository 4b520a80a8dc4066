package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes texts from a run that no process is at work on; {@link LivePurge} does where one is.
 * Killed in between, each admission has all of its text or none, and purging again goes on.
 */
public final class JournalPurge {
  private static final int TOGETHER = 500;

  private JournalPurge() {}

  /**
   * What a purge came to.
   *
   * @param selected admissions that the selection takes, purged before or not
   * @param renamed those of them whose user is known by another name from then on
   * @param row what was there and is gone
   */
  public record Result(long selected, long renamed, PurgeRow row) {
    static Result of(long selected, PurgeSelection selection, PurgeRow row) {
      return new Result(selected, selection.pseudonym().isPresent() ? selected : 0, row);
    }

    /** True when there was nothing left to do. */
    public boolean isEmpty() {
      return renamed == 0 && row.isEmpty();
    }
  }

  /**
   * Removes what is selected, and takes it out of the files; what a source kept aside and a killed
   * process left goes with it.
   *
   * @return what was there and is gone: nothing when it was gone before
   * @throws dev.rehearsal.RehearsalException when a process is at work on the run
   */
  public static Result purge(RunFolder folder, PurgeSelection selection, Instant now) {
    JournalDatabase database = folder.database();
    PurgeRow purged = PurgeRow.nothing(now, selection.words());
    Result result;
    try (RunLock unused = folder.lock()) {
      folder.removeSpools();
      try (JournalConnection connection = database.open();
          TextRemoval removal = new TextRemoval(connection)) {
        List<Long> numbers = numbers(connection, selection);
        long row = removal.nextNumber();
        int left = numbers.size();
        for (long number : numbers) {
          purged = removal.remove(number, purged);
          if (selection.pseudonym().isPresent()) {
            removal.rename(number, selection.pseudonym().get());
          }
          left--;
          // A user is renamed at once, or a purge that was cut would leave two where there was one.
          if (left == 0 || left % TOGETHER == 0 && selection.pseudonym().isEmpty()) {
            commit(connection, removal, row, Result.of(numbers.size(), selection, purged));
          }
        }
        result = Result.of(numbers.size(), selection, purged);
      }
      database.sweep();
      return result;
    } catch (SQLException e) {
      throw database.trouble().writing(e);
    }
  }

  private static void commit(
      JournalConnection connection, TextRemoval removal, long row, Result result)
      throws SQLException {
    if (!result.isEmpty()) {
      removal.write(row, result.row());
    }
    removal.flush();
    connection.commit();
  }

  /** What {@link #purge} would remove. Changes nothing, and a process may be at work on the run. */
  public static Result look(RunFolder folder, PurgeSelection selection, Instant now) {
    JournalDatabase database = folder.database();
    PurgeRow found = PurgeRow.nothing(now, selection.words());
    try (JournalConnection connection = database.read();
        TextRemoval search = new TextRemoval(connection)) {
      List<Long> numbers = numbers(connection, selection);
      for (long number : numbers) {
        found = search.find(number, found);
      }
      return Result.of(numbers.size(), selection, found);
    } catch (SQLException e) {
      throw database.trouble().reading(e);
    }
  }

  /** The admissions that a selection takes now, in order. A process may be at work on the run. */
  public static List<Long> select(RunFolder folder, PurgeSelection selection) {
    JournalDatabase database = folder.database();
    try (JournalConnection connection = database.read()) {
      return numbers(connection, selection);
    } catch (SQLException e) {
      throw database.trouble().reading(e);
    }
  }

  private static List<Long> numbers(JournalConnection connection, PurgeSelection selection)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (JournalText text = new JournalText(connection)) {
      StoredRows rows = new StoredRows(connection, text);
      long first = 1;
      List<StoredAdmission> some;
      do {
        some = rows.admissions(first, first + RecoveredRows.CHUNK);
        some.stream().filter(selection.takes()).map(StoredAdmission::number).forEach(numbers::add);
        first += RecoveredRows.CHUNK;
      } while (!some.isEmpty());
    }
    return numbers;
  }
}
