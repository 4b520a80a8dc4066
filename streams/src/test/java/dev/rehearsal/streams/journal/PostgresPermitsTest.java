package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Pace;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.actors.limiter.SharedPermits;
import dev.rehearsal.actors.limiter.SharedPermits.Largest;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.config.Limits;
import dev.rehearsal.streams.postgres.PostgresServer;
import dev.rehearsal.streams.postgres.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a real server, a connection for each limiter. */
class PostgresPermitsTest extends PermitsContract {
  private static final Take ONE = new Take(1, 0, new Pace(1, 1e9));
  private static final String DATABASE = TestPostgres.database();
  private static final int A_MINUTE = 600;

  private final List<PostgresPermits> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(PostgresPermits::close);
  }

  @Override
  SharedPermits another() {
    PostgresPermits permits = new PostgresPermits(server(DATABASE));
    open.add(permits);
    return permits;
  }

  @Test
  void permitsNothingWhileTheConnectionIsLostAndMakesItAnew() {
    SharedPermits permits = another();
    assertThat(join(permits.take("lost", ONE, Take.NOTHING, Largest.NONE)).granted()).isTrue();
    TestPostgres.run(
        DATABASE,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
            + " 'rehearsal'");

    assertThatThrownBy(() -> join(permits.take("lost", ONE, Take.NOTHING, Largest.NONE)))
        .hasCauseInstanceOf(RehearsalException.class)
        .hasMessageContaining("PostgreSQL says");

    assertThat(join(permits.take("lost", ONE, Take.NOTHING, Largest.NONE)).granted()).isTrue();
  }

  @Test
  void givesUpAnAnswerThatComesTooLateToPermitAnything() {
    String database = TestPostgres.database();
    try (PostgresPermits permits = new PostgresPermits(server(database))) {
      assertThat(join(permits.take("slow", ONE, Take.NOTHING, Largest.NONE)).granted()).isTrue();
      // A deferred trigger runs when the statement is over: no statement_timeout cuts it.
      TestPostgres.run(
          database,
          "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM pg_sleep(8); RETURN NULL; END'",
          "CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON rehearsal.permit"
              + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()");
      long begin = System.nanoTime();

      assertThatThrownBy(() -> join(permits.take("slow", ONE, Take.NOTHING, Largest.NONE)))
          .hasMessageContaining("no answer within 1500 ms");

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void goesOnWithTheTableOfAnEarlierVersion() {
    String database = TestPostgres.database();
    TestPostgres.run(
        database,
        "CREATE SCHEMA rehearsal",
        "CREATE TABLE rehearsal.permit (credential text PRIMARY KEY,"
            + " requests_due float8 NOT NULL, tokens_due float8 NOT NULL)",
        "INSERT INTO rehearsal.permit VALUES"
            + " ('old', extract(epoch FROM clock_timestamp()) + 100, 0)");
    try (PostgresPermits permits = new PostgresPermits(server(database))) {
      assertThat(join(permits.take("old", ONE, Take.NOTHING, Largest.NONE)).dueIn())
          .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
    }
  }

  @Test
  void saysWhyThereIsNoServer() {
    try (PostgresPermits nowhere =
        new PostgresPermits(server("jdbc:postgresql://127.0.0.1:1/none"))) {
      assertThatThrownBy(() -> join(nowhere.take("api", ONE, Take.NOTHING, Largest.NONE)))
          .hasMessageContaining("cannot connect to");
    }
  }

  @Test
  @Tag("slow")
  @Timeout(240)
  void noSlidingMinuteOfThreeLimitersTogetherHoldsMoreThanTheLimit() {
    ActorTestKit kit = ActorTestKit.create();
    try {
      List<Long> times = new CopyOnWriteArrayList<>();
      ActorRef<Long> permitted =
          kit.spawn(
              Behaviors.receiveMessage(
                  permit -> {
                    times.add(System.nanoTime());
                    return Behaviors.same();
                  }));
      Limits limits =
          new Limits(OptionalInt.of(A_MINUTE), OptionalLong.empty(), OptionalDouble.empty(), true);
      for (int i = 0; i < 3; i++) {
        ActorRef<LimiterActor.Command> limiter =
            kit.spawn(
                LimiterActor.create(
                    "minute", limits, System::nanoTime, event -> {}, Optional.of(another())));
        for (int j = 0; j < 2 * A_MINUTE; j++) {
          limiter.tell(new LimiterActor.Acquire<>(0, Priority.LANE, permitted, 1L));
        }
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .pollDelay(Duration.ofSeconds(100))
          .until(() -> times.size() > A_MINUTE);
      int busiest = 0;
      for (int from = 0, to = 0; to < times.size(); to++) {
        while (times.get(to) - times.get(from) > Duration.ofMinutes(1).toNanos()) {
          from++;
        }
        busiest = Math.max(busiest, to - from + 1);
      }
      System.out.printf(
          "shared limit of %d a minute: busiest minute %d, %d in 100 s%n",
          A_MINUTE, busiest, times.size());
      assertThat(busiest).isBetween((int) (0.92 * A_MINUTE), A_MINUTE);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static PostgresServer server(String url) {
    return new PostgresServer(
        url,
        url,
        "plan.conf:1",
        Optional.of("postgres"),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5));
  }
}
