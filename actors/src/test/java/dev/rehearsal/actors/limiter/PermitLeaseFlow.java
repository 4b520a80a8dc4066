package dev.rehearsal.actors.limiter;

import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Largest;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.config.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongUnaryOperator;

/** Processes that share the tokens of a minute, over simulated time and a network that is late. */
final class PermitLeaseFlow {
  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;

  private record Event(long at, Runnable happens) {}

  /** A call as the provider sees it. */
  record Call(long at, long tokens) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at));
  private final List<Call> calls = new ArrayList<>();
  private final SharedPermits memory = new LocalPermits(this::now);
  private final Random random;
  private long now;

  PermitLeaseFlow(Random random) {
    this.random = random;
  }

  private long now() {
    return now;
  }

  /**
   * Adds a process.
   *
   * @param tokens of its next call, as of the time; it waits a second where there is none
   */
  void add(long limit, LongUnaryOperator tokens) {
    new Process(limit, tokens).serve();
  }

  /** Lets time pass; the calls in the order in which the provider sees them. */
  List<Call> until(long end) {
    while (!events.isEmpty() && events.element().at() <= end) {
      Event next = events.remove();
      now = next.at();
      next.happens().run();
    }
    calls.sort(Comparator.comparingLong(Call::at));
    return calls;
  }

  /** Most tokens of a sliding minute. */
  static long busiest(List<Call> calls) {
    long most = 0;
    long sum = 0;
    Deque<Call> window = new ArrayDeque<>();
    for (Call call : calls) {
      window.add(call);
      sum += call.tokens();
      while (call.at() - window.element().at() > MINUTE) {
        sum -= window.remove().tokens();
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private void in(long nanos, Runnable happens) {
    events.add(new Event(now + nanos, happens));
  }

  private long within(long most) {
    return (long) (random.nextDouble() * most);
  }

  private final class Process implements SharedPermits {
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final LongUnaryOperator tokens;
    private final PermitLease lease;

    Process(long limit, LongUnaryOperator tokens) {
      this.tokens = tokens;
      this.lease =
          new PermitLease(
              "api",
              new Limits(OptionalInt.empty(), OptionalLong.of(limit), OptionalDouble.empty(), true),
              this,
              event -> {});
    }

    void serve() {
      for (long next = 1; waiting.size() < 10 && next > 0; ) {
        next = tokens.applyAsLong(now);
        if (next > 0) {
          waiting.add(next);
        }
      }
      if (waiting.isEmpty()) {
        in(SECOND, this::serve);
        return;
      }
      long wait = lease.waitNanos(now);
      if (wait > 0) {
        in(wait + within(SECOND / 100), this::serve);
      } else if (lease.permits(waiting.element(), now)) {
        calls.add(new Call(now + within(14 * SECOND / 10), waiting.remove()));
        in(within(SECOND / 1_000), this::serve);
      } else {
        lease.ask(waiting.stream().mapToLong(each -> each), now);
      }
    }

    @Override
    public CompletionStage<Answer> take(
        String credential, Take requests, Take ofTokens, Largest largest) {
      CompletableFuture<Answer> later = new CompletableFuture<>();
      in(
          within(SECOND / 5),
          () -> {
            Answer answer =
                memory.take(credential, requests, ofTokens, largest).toCompletableFuture().join();
            in(
                within(SECOND / 5),
                () -> {
                  lease.answered(answer, now);
                  serve();
                });
          });
      return later;
    }
  }
}
