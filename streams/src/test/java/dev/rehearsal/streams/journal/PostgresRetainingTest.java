package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.postgres.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the way to a server each statement costs a turn, however little it does. */
class PostgresRetainingTest extends RetainingContract {
  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
  }

  @Override
  JournalPlace place() {
    return Places.server(url);
  }

  @Test
  void takesAsManyTurnsForFiftyAsForTen() throws SQLException {
    assertThat(turns(50)).isEqualTo(turns(10)).isLessThan(15);
  }

  /** Of one step, to remove so many with their quotes. */
  private int turns(int admissions) throws SQLException {
    RunFolder folder = written(60, number -> LONG_AGO, "text");
    PostgresDatabase database = (PostgresDatabase) folder.database();
    AtomicInteger turns = new AtomicInteger();
    try (JournalConnection connection =
            new PostgresConnection(
                counting(Connection.class, TestPostgres.connect(url), turns),
                database.run(),
                database.trouble());
        Retaining retaining = retaining(connection, age(AGE))) {
      connection.jdbc().setAutoCommit(false);
      retaining.counted(admissions);
      turns.set(0);
      retaining.work(0);
      connection.commit();
    }
    assertThat(purged(folder)).isEqualTo(admissions);
    return turns.get();
  }

  /** The same, with each execution of its statements counted. */
  private static <T> T counting(Class<T> type, T of, AtomicInteger executions) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                executions.incrementAndGet();
              }
              try {
                Object result = method.invoke(of, arguments);
                return result instanceof PreparedStatement statement
                    ? counting(PreparedStatement.class, statement, executions)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
