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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  @TempDir static Path folder;
  private static BrokerTopics topics;
  private static SecureBroker kafka;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    kafka = SecureBroker.start(folder);
    topics = kafka.topics();
    topics.write(
        "conversations",
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> BrokerTopics.conversation("c" + i, i % 10 == 0 ? "no" : "yes"))
            .toList());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void readsAndTellsOverTlsWithAPasswordThatNobodyIsShown() throws IOException {
    Launched ended = shadow("run", SecureBroker.PASSWORD, "trust.p12");

    assertReadAndTold(ended, "run");
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
  void readsAndTellsWithAPasswordByScram() throws IOException {
    kafka.knowScram();
    Launched ended =
        shadow(
            "scram",
            SecureBroker.scramJaas(SecureBroker.PASSWORD),
            kafka.address(),
            """
            security.protocol = SASL_SSL
            sasl.mechanism = SCRAM-SHA-512
            sasl.jaas.config = ${?KAFKA_JAAS}
            ssl.truststore.location = "%s"
            ssl.truststore.password = ${?TRUST_PASSWORD}
            """
                .formatted(folder.resolve("trust.p12")));

    assertReadAndTold(ended, "scram");
  }

  @Test
  void readsAndTellsWithACertificateAndSaysThatItsOwnIsNotTakenWhereItIsNot() throws IOException {
    Launched ended = shadowWithCertificate("certified", "client.p12");
    Launched refused = shadowWithCertificate("uncertified", "other.p12");

    assertReadAndTold(ended, "certified");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("Kafka at " + kafka.addressForCertificates(), "source.properties")
        .doesNotContain("\tat ");
    assertNothingShown(refused);
  }

  private Launched shadowWithCertificate(String name, String keystore) throws IOException {
    return shadow(
        name,
        "",
        kafka.addressForCertificates(),
        """
        security.protocol = SSL
        ssl.truststore.location = "%s"
        ssl.truststore.password = ${?TRUST_PASSWORD}
        ssl.keystore.location = "%s"
        ssl.keystore.password = ${?TRUST_PASSWORD}
        ssl.key.password = ${?TRUST_PASSWORD}
        """
            .formatted(folder.resolve("trust.p12"), folder.resolve(keystore)));
  }

  private void assertReadAndTold(Launched ended, String run) throws IOException {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(Study.summary(folder.resolve(run)).path("admitted").asInt()).isEqualTo(MESSAGES);
    assertThat(topics.messages("verdicts-" + run)).hasSize(MESSAGES);
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
    return shadow(
        name,
        SecureBroker.jaas(password),
        kafka.address(),
        """
        security.protocol = SASL_SSL
        sasl.mechanism = PLAIN
        sasl.jaas.config = ${?KAFKA_JAAS}
        ssl.truststore.location = "%s"
        ssl.truststore.password = ${?TRUST_PASSWORD}
        """
            .formatted(folder.resolve(truststore)));
  }

  private Launched shadow(String name, String jaas, String address, String properties)
      throws IOException {
    String connection = "servers = [\"%s\"], properties {\n%s}".formatted(address, properties);
    Path plan =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            name = secure
            source { type = kafka, topics = [conversations], group = "%2$s", until = now, %1$s }
            publish { type = kafka, verdicts = "verdicts-%2$s", %1$s }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            """
                .formatted(connection, name));
    try (Child child =
        Child.start(
            folder,
            Map.of("KAFKA_JAAS", jaas, "TRUST_PASSWORD", SecureBroker.STORE),
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
    for (String run : List.of("run", "wrong", "stranger", "scram", "certified", "uncertified")) {
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
