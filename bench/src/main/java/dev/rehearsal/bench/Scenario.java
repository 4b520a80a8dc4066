package dev.rehearsal.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What is measured, and against which limit. */
enum Scenario {
  /** Over HTTP, an endpoint that answers at once. */
  HTTP_0MS(100_000, "0ms"),
  /** Over HTTP, an endpoint that takes 50 ms. */
  HTTP_50MS(100_000, "50ms"),
  /** Replies from a file. */
  RECORDED(1_000_000, ""),
  /** The replies in the log itself. */
  PRODUCTION(1_000_000, "");

  private static final int IN_FLIGHT = 128;
  private static final double LATENCY_CEILING = IN_FLIGHT / 0.050;
  private static final long RAW_CALLS = 30_000;

  private final long conversations;
  private final String latency;

  Scenario(long conversations, String latency) {
    this.conversations = conversations;
    this.latency = latency;
  }

  /** How many conversations are worth measuring. */
  long conversations() {
    return conversations;
  }

  static Scenario named(String name) {
    return Stream.of(values())
        .filter(scenario -> scenario.title().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario "
                        + name
                        + "; there are "
                        + Stream.of(values()).map(Scenario::title).toList()));
  }

  /** One line of figures. */
  String measure(Path folder, long size) throws IOException, InterruptedException {
    Path log = Generated.log(folder.resolve("log.jsonl"), size);
    return switch (this) {
      case HTTP_0MS, HTTP_50MS -> overHttp(folder, log, size);
      case RECORDED -> {
        String model =
            "models { m { type = recorded, paths = [\"" + log.toAbsolutePath() + "\"] } }";
        yield local(folder, log, size, model + "\nlanes { candidate = m }");
      }
      case PRODUCTION -> local(folder, log, size, "lanes { production = recorded }");
    };
  }

  private String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String overHttp(Path folder, Path log, long size)
      throws IOException, InterruptedException {
    try (Endpoint endpoint = Endpoint.start(latency)) {
      String lanes =
          """
          models { m { type = openai, base-url = "%s", model = simulated, in-flight = %d } }
          lanes { candidate = m }
          send-to = ["127.0.0.1"]
          """
              .formatted(endpoint.url(), IN_FLIGHT);
      Measured run = Measured.run(plan(folder, log, lanes), folder.resolve("run"));
      if (this == HTTP_50MS) {
        return line(run, size, LATENCY_CEILING, "of the latency ceiling");
      }
      double raw =
          RawHttp.perSecond(URI.create(endpoint.url() + "/chat/completions"), IN_FLIGHT, RAW_CALLS);
      return line(run, size, raw, "of a bare HttpClient");
    }
  }

  private String local(Path folder, Path log, long size, String lanes)
      throws IOException, InterruptedException {
    Measured run = Measured.run(plan(folder, log, lanes), folder.resolve("run"));
    return line(run, size, RawJournal.perSecond(log, folder.resolve("raw.db")), "of bare inserts");
  }

  private static Path plan(Path folder, Path log, String lanes) throws IOException {
    return Files.writeString(
        folder.resolve("bench.conf"),
        """
        source { type = jsonl, paths = ["%s"] }
        sample { per-user = 1 }
        %s
        graders { sorry { type = rule, reply-matches = "(?i)VIOLATES|\\\\bI (cannot|can't) help" } }
        categories = [ { id = refusal, grader = sorry } ]
        stop { rules = off }
        """
            .formatted(log.toAbsolutePath(), lanes));
  }

  private String line(Measured run, long size, double limit, String ofWhat) {
    double perSecond = size / run.pathSeconds();
    return String.format(
        Locale.ROOT,
        "%-10s %,9d conversations  %,7.0f/s on the path (%,.0f/s with start and index)"
            + "  %3.0f %% %s (%,.0f/s)  %.3f CPU ms each  peak %,d MB",
        title(),
        size,
        perSecond,
        size / run.seconds(),
        100 * perSecond / limit,
        ofWhat,
        limit,
        1000 * run.cpuSeconds() / size,
        run.peakBytes() >> 20);
  }
}
