package dev.rehearsal.app.study;

import java.util.List;

/** When calls began, as the server saw it. */
final class Starts {
  private Starts() {}

  /** The most that began in any {@code window} milliseconds, its ends included. */
  static int most(List<Endpoint.Call> calls, double window) {
    return mostOf(calls.stream().map(Endpoint.Call::start).sorted().toList(), window);
  }

  /**
   * The same.
   *
   * @param starts in order
   */
  static int mostOf(List<Double> starts, double window) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < starts.size(); to++) {
      while (starts.get(to) - starts.get(from) > window) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
