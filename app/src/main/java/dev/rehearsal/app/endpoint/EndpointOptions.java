package dev.rehearsal.app.endpoint;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import dev.rehearsal.RehearsalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * What can be asked of the endpoint. What these options leave out has the default that {@code
 * reference.conf} explains under {@code rehearsal.endpoint}; {@code --set} reaches the rest.
 */
final class EndpointOptions {
  private static final String ORIGIN = "endpoint options";

  @Option(names = "--host", paramLabel = "HOST", description = "Address; loopback by default.")
  private Optional<String> host = Optional.empty();

  @Option(names = "--port", paramLabel = "N", description = "Port; 8000 by default, 0 any free.")
  private Optional<Integer> port = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Of every draw; 1 by default.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "assistant (by default), or judge: answers what rubric graders ask.")
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "CATEGORY=RATE",
      description = "True rate of a category, in [0, 1]. Repeatable.")
  private Map<String, String> rates = new LinkedHashMap<>();

  @Option(
      names = "--phrase",
      paramLabel = "CATEGORY=TEXT",
      description = "What a violating reply contains; VIOLATES(CATEGORY) by default. Repeatable.")
  private Map<String, String> phrases = new LinkedHashMap<>();

  @Option(names = "--words", paramLabel = "N", description = "Mean length of replies; 40.")
  private Optional<Integer> words = Optional.empty();

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      description = "50ms, 100ms..2s (uniform) or '800ms p99 5s' (log-normal); 0ms by default.")
  private Optional<String> latency = Optional.empty();

  @Option(
      names = "--hit-latency-factor",
      paramLabel = "X",
      description = "How many times slower violating replies are; 1 by default.")
  private Optional<Double> hitLatencyFactor = Optional.empty();

  @Option(
      names = "--faults",
      paramLabel = "RATE",
      description = "Rate of faults in all, in [0, 1], shared by every kind.")
  private Optional<Double> faults = Optional.empty();

  @Option(
      names = "--fault",
      paramLabel = "KIND=RATE",
      description =
          "Rate of one kind: rate-limited, rate-limited-with-retry-after, http-500, http-503,"
              + " slow-drip, cut-connection, truncated-json, no-choice, wrong-content-type,"
              + " content-filter, content-blocked. Repeatable.")
  private Map<String, String> fault = new LinkedHashMap<>();

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "Answered in any 60 s, more get a 429; 0, no limit, by default.")
  private Optional<Integer> requestsPerMinute = Optional.empty();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = "Requests must carry it. Others on this machine may see a command's options.")
  private Optional<String> apiKey = Optional.empty();

  @Option(names = "--call-log", paramLabel = "FILE", description = "One JSON line a request.")
  private Optional<String> callLog = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other key of rehearsal.endpoint, such as echo-key=true. Repeatable.")
  private List<String> set = List.of();

  /** The keys that were given, and no others. */
  Config config() {
    if (faults.isPresent() && !fault.isEmpty()) {
      throw RehearsalException.badUsage(
          "--faults shares a total over every kind, --fault sets one kind: use one of them");
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    host.ifPresent(value -> keys.put("host", value));
    port.ifPresent(value -> keys.put("port", value));
    seed.ifPresent(value -> keys.put("seed", value));
    role.ifPresent(value -> keys.put("role", value));
    words.ifPresent(value -> keys.put("words", Map.of("mean", value)));
    latency.ifPresent(value -> keys.put("latency", value));
    hitLatencyFactor.ifPresent(value -> keys.put("hit-latency-factor", value));
    faults.ifPresent(value -> keys.put("faults", value));
    requestsPerMinute.ifPresent(value -> keys.put("requests-per-minute", value));
    apiKey.ifPresent(value -> keys.put("api-key", value));
    callLog.ifPresent(value -> keys.put("call-log", value));
    Config config = ConfigValueFactory.fromMap(keys, ORIGIN).toConfig();
    config = with(config, "rates", rates);
    config = with(config, "phrases", phrases);
    config = with(config, "faults", fault);
    for (String pair : set) {
      config = parsed(pair).withFallback(config);
    }
    return config;
  }

  private static Config with(Config config, String block, Map<String, String> entries) {
    Config result = config;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      result =
          result.withValue(
              ConfigUtil.joinPath(block, entry.getKey()),
              ConfigValueFactory.fromAnyRef(entry.getValue(), ORIGIN));
    }
    return result;
  }

  private static Config parsed(String pair) {
    try {
      return ConfigFactory.parseString(
          pair, ConfigParseOptions.defaults().setOriginDescription(ORIGIN));
    } catch (ConfigException unreadable) {
      throw RehearsalException.badUsage(
          "--set takes KEY=VALUE as a plan writes it, was "
              + pair
              + ": "
              + unreadable.getMessage());
    }
  }
}
