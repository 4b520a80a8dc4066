package dev.rehearsal.app.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.LocalBroker;
import dev.rehearsal.streams.kafka.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A broker with traffic on it, to see a shadow run at work. */
@Command(
    name = "demo",
    description =
        "Starts a real Kafka broker on this machine and feeds it the example conversations at a"
            + " steady rate, until Ctrl-C. What it wrote is gone then.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal demo kafka",
      "  rehearsal demo kafka --per-turn",
      "  rehearsal demo kafka --rate 50 --port 0 --json"
    })
public final class DemoCommand implements Runnable {
  /** What can be shown. */
  enum Subject {
    /** A broker. */
    KAFKA
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "WHAT", description = "What to start: kafka.")
  private Subject subject = Subject.KAFKA;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "5",
      description = "Conversations in a second; the default is ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "The broker's port; 0 for any that is free; the default is ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--per-turn",
      description =
          "Each turn is a message of its own, with the conversation for its key: what"
              + " source.assemble puts together.")
  private boolean perTurn;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description =
          "The topic to write to; the default is conversations, with --per-turn it is turns.")
  private @Nullable String topic;

  @Option(names = "--json", description = "One line of JSON on stdout once it writes.")
  private boolean json;

  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (!(rate > 0 && rate <= 10_000)) {
      throw RehearsalException.badUsage(
          "--rate must be above 0 and at most 10000 conversations a second, was " + rate);
    }
    switch (subject) {
      case KAFKA -> kafka();
    }
  }

  private void kafka() {
    Path jars = BrokerJars.find(console.err());
    Path folder = newFolder();
    try (LocalBroker broker = LocalBroker.start(jars, folder, port);
        Outbox outbox =
            new Outbox(
                new Connection(List.of(broker.address()), Map.of()), console.err()::println);
        Feeder feeder = new Feeder(examples(), perTurn, outbox, topic(), InstantSource.system())) {
      feeder.start(rate);
      announce(broker);
      String signal = StopSignals.first().toCompletableFuture().join();
      console
          .err()
          .println(
              "rehearsal: the broker ends on %s; %d conversations were written"
                  .formatted(signal, feeder.written()));
    } finally {
      remove(folder);
    }
  }

  private void announce(LocalBroker broker) {
    if (json) {
      console
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("servers", broker.address())
                  .put("topic", topic())
                  .put("perTurn", perTurn)
                  .put("perSecond", rate)
                  .put("pid", ProcessHandle.current().pid()));
    } else {
      String servers =
          broker.address().endsWith(":9092")
              ? ""
              : " --set 'source.servers=[\"" + broker.address() + "\"]'";
      console
          .out()
          .printf(
              "Kafka at %s, topic %s: %s conversations a second%s, until Ctrl-C.%n"
                  + "In a second terminal:%n%n"
                  + "  ./rehearsal shadow config/plans/%s%s%s%n%n"
                  + "Stop it with Ctrl-C and start it again: it goes on where it was.%n",
              broker.address(),
              topic(),
              rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate),
              perTurn ? ", each turn a message" : "",
              plan(),
              servers,
              topic == null ? "" : " --set 'source.topics=[\"" + topic + "\"]'");
    }
    console.out().flush();
  }

  private String topic() {
    return topic != null ? topic : perTurn ? "turns" : "conversations";
  }

  private String plan() {
    return perTurn ? "shadow-turns.conf" : "shadow.conf";
  }

  private static Path examples() {
    return Path.of(System.getProperty("rehearsal.home", ""))
        .resolve("examples/arena-hard/production.jsonl.gz");
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("rehearsal-broker");
    } catch (IOException e) {
      throw RehearsalException.failed("no folder for the broker: " + e.getMessage(), e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          "the broker's folder %s is still there: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
