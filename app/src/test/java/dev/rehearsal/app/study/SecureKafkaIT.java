package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.Launched;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.StallWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads and tells over TLS with a password, on a real broker. */
@Tag("slow")
@Timeout(240)
class SecureKafkaIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MESSAGES = 40;

  @TempDir Path folder;
  private BrokerTopics topics;
  private SecureBroker kafka;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    kafka = SecureBroker.start(folder);
    topics = kafka.topics();
    topics.write(
        "conversations",
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> BrokerTopics.conversation("c" + i, i % 10 == 0 ? "no" : "yes"))
            .toList());
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void readsAndTellsOverTlsWithAPasswordThatNobodyIsShown() throws IOException {
    Launched ended = shadow("run", SecureBroker.PASSWORD, "trust.p12");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(Study.summary(folder.resolve("run")).path("admitted").asInt()).isEqualTo(MESSAGES);
    assertThat(topics.messages("verdicts")).hasSize(MESSAGES);
    assertNothingShown(ended);
  }

  @Test
  void saysThatThePasswordIsWrongAndDoesNotShowIt() throws IOException {
    String wrong = "wrong-horse-4712";
    Launched ended = shadow("wrong", wrong, "trust.p12");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("Kafka at " + kafka.address(), "Authentication failed", "source.properties")
        .doesNotContain(wrong)
        .doesNotContain("\tat ");
    assertNothingShown(ended);
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() throws IOException {
    Launched ended = shadow("stranger", SecureBroker.PASSWORD, "other.p12");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("Kafka at " + kafka.address(), "source.properties")
        .containsIgnoringCase("certif")
        .doesNotContain("\tat ");
    assertNothingShown(ended);
  }

  @Test
  void saysAtTheStartThatItIsNotLetInToTell() {
    Map<String, Secret> properties = new HashMap<>(kafka.connection().properties());
    properties.put("sasl.jaas.config", new Secret(SecureBroker.jaas("wrong-horse-4712")));
    StallWatch watch =
        new StallWatch(new Connection(List.of(kafka.address()), properties), Set.of("told"));

    assertThat(watch.atTheStart().orElseThrow())
        .contains("does not let it write to told", "Authentication failed")
        .doesNotContain("wrong-horse-4712");
  }

  private Launched shadow(String name, String password, String truststore) throws IOException {
    String connection =
        """
        servers = ["%s"]
          properties {
            security.protocol = SASL_SSL
            sasl.mechanism = PLAIN
            sasl.jaas.config = ${?KAFKA_JAAS}
            ssl.truststore.location = "%s"
            ssl.truststore.password = ${?TRUST_PASSWORD}
          }
        """
            .formatted(kafka.address(), folder.resolve(truststore));
    Path plan =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            name = secure
            source { type = kafka, topics = [conversations], group = g, until = now, %1$s }
            publish { type = kafka, verdicts = verdicts, %1$s }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            """
                .formatted(connection));
    try (Child child =
        Child.start(
            folder,
            Map.of("KAFKA_JAAS", SecureBroker.jaas(password), "TRUST_PASSWORD", SecureBroker.STORE),
            "shadow",
            plan.toString(),
            "--out",
            folder.resolve(name).toString())) {
      return child.ended(PATIENCE);
    }
  }

  /** The broker's own files have it: those of the runs and what they said do not. */
  private void assertNothingShown(Launched ended) throws IOException {
    assertThat(ended.out() + ended.err())
        .doesNotContain(SecureBroker.PASSWORD)
        .doesNotContain(SecureBroker.STORE);
    for (String run : List.of("run", "wrong", "stranger")) {
      if (Files.exists(folder.resolve(run))) {
        try (Stream<Path> files = Files.walk(folder.resolve(run))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .as(file.toString())
                .doesNotContain(SecureBroker.PASSWORD)
                .doesNotContain(SecureBroker.STORE);
          }
        }
      }
    }
  }
}
