package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.Launched;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.Outbox;
import dev.rehearsal.streams.kafka.StallWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static final String PASSWORD = "correct-horse-4711";
  private static final String STORE = "keystore-secret-0815";
  private static final int MESSAGES = 40;

  @TempDir Path folder;
  private BrokerTopics topics;
  private int securePort;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2",
        "-keystore",
        "broker.p12");
    keytool("-exportcert", "-alias", "broker", "-keystore", "broker.p12", "-file", "broker.cer");
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-file",
        "broker.cer",
        "-keystore",
        "trust.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "other",
        "-keyalg",
        "EC",
        "-dname",
        "CN=other",
        "-validity",
        "2",
        "-keystore",
        "other.p12");
    topics = BrokerTopics.start(folder.resolve("broker"));
    topics.write(
        "conversations",
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> BrokerTopics.conversation("c" + i, i % 10 == 0 ? "no" : "yes"))
            .toList());
    listenSecurely();
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void readsAndTellsOverTlsWithAPasswordThatNobodyIsShown() throws IOException {
    Launched ended = shadow("run", PASSWORD, "trust.p12");

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
        .contains("Kafka at 127.0.0.1:" + securePort, "Authentication failed", "source.properties")
        .doesNotContain(wrong)
        .doesNotContain("\tat ");
    assertNothingShown(ended);
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() throws IOException {
    Launched ended = shadow("stranger", PASSWORD, "other.p12");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("Kafka at 127.0.0.1:" + securePort, "source.properties")
        .containsIgnoringCase("certif")
        .doesNotContain("\tat ");
    assertNothingShown(ended);
  }

  @Test
  void saysAtTheStartThatItIsNotLetInToTell() {
    Map<String, Secret> properties = new HashMap<>(connection().properties());
    properties.put("sasl.jaas.config", new Secret(jaas("wrong-horse-4712")));
    StallWatch watch =
        new StallWatch(
            new Connection(List.of("127.0.0.1:" + securePort), properties), Set.of("told"));

    assertThat(watch.atTheStart().orElseThrow())
        .contains("does not let it write to told", "Authentication failed")
        .doesNotContain("wrong-horse-4712");
  }

  @Test
  void keepsWhatItTellsUntilItIsLetInAgain() throws IOException {
    List<String> trouble = new CopyOnWriteArrayList<>();
    Outbox outbox = new Outbox(connection(), trouble::add);
    put(outbox, 0, 10);
    outbox.settled().toCompletableFuture().join();

    let(PASSWORD, "another-password");
    put(outbox, 10, 20);
    await().atMost(PATIENCE).until(() -> outbox.stuck().compareTo(Duration.ofSeconds(8)) > 0);
    assertThat(outbox.settled().toCompletableFuture()).isNotDone();
    let("another-password", PASSWORD);
    await().atMost(PATIENCE).until(() -> outbox.settled().toCompletableFuture().isDone());
    outbox.close();

    assertThat(topics.messages("told"))
        .extracting(message -> message.asInt())
        .containsAll(IntStream.range(0, 20).boxed().toList());
    assertThat(trouble).isEmpty();
  }

  private static void put(Outbox outbox, int from, int to) {
    for (int i = from; i < to; i++) {
      outbox.put(
          new ProducerRecord<>(
              "told", new byte[] {(byte) i}, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Connection connection() {
    return new Connection(
        List.of("127.0.0.1:" + securePort),
        Map.of(
            "security.protocol", new Secret("SASL_SSL"),
            "sasl.mechanism", new Secret("PLAIN"),
            "sasl.jaas.config", new Secret(jaas(PASSWORD)),
            "ssl.truststore.location", new Secret(folder.resolve("trust.p12").toString()),
            "ssl.truststore.password", new Secret(STORE)));
  }

  /** Changes the password that the broker lets in with. */
  private void let(String before, String after) throws IOException {
    topics.broker().kill();
    Path file = folder.resolve("broker/server.properties");
    Files.writeString(
        file,
        Files.readString(file).replace("user_rehearsal=\"" + before, "user_rehearsal=\"" + after));
    topics.broker().restart();
  }

  private static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"rehearsal\""
        + " password=\""
        + password
        + "\";";
  }

  private Launched shadow(String name, String password, String truststore) throws IOException {
    String connection =
        """
        servers = ["127.0.0.1:%d"]
          properties {
            security.protocol = SASL_SSL
            sasl.mechanism = PLAIN
            sasl.jaas.config = ${?KAFKA_JAAS}
            ssl.truststore.location = "%s"
            ssl.truststore.password = ${?TRUST_PASSWORD}
          }
        """
            .formatted(securePort, folder.resolve(truststore));
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
            Map.of("KAFKA_JAAS", jaas(password), "TRUST_PASSWORD", STORE),
            "shadow",
            plan.toString(),
            "--out",
            folder.resolve(name).toString())) {
      return child.ended(PATIENCE);
    }
  }

  /** The broker's own files have it: those of the runs and what they said do not. */
  private void assertNothingShown(Launched ended) throws IOException {
    assertThat(ended.out() + ended.err()).doesNotContain(PASSWORD).doesNotContain(STORE);
    for (String run : List.of("run", "wrong", "stranger")) {
      if (Files.exists(folder.resolve(run))) {
        try (Stream<Path> files = Files.walk(folder.resolve(run))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .as(file.toString())
                .doesNotContain(PASSWORD)
                .doesNotContain(STORE);
          }
        }
      }
    }
  }

  /** Gives the broker a second listener, which wants a password over TLS. */
  private void listenSecurely() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      securePort = free.getLocalPort();
    }
    topics.broker().kill();
    Path file = folder.resolve("broker/server.properties");
    String text =
        Files.readString(file)
            .replaceAll(
                "(?m)^((advertised\\.)?listeners=.*)$", "$1,SECURE://127.0.0.1:" + securePort)
            .replace("CONTROLLER:PLAINTEXT", "CONTROLLER:PLAINTEXT,SECURE:SASL_SSL");
    Files.writeString(
        file,
        text
            + """
            listener.name.secure.sasl.enabled.mechanisms=PLAIN
            listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_rehearsal="%s";
            listener.name.secure.ssl.keystore.type=PKCS12
            listener.name.secure.ssl.keystore.location=%s
            listener.name.secure.ssl.keystore.password=%s
            listener.name.secure.ssl.key.password=%s
            """
                .formatted(PASSWORD, folder.resolve("broker.p12"), STORE, STORE));
    topics.broker().restart();
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    Stream<String> command =
        Stream.concat(
            Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
            Stream.concat(
                Stream.of(arguments), Stream.of("-storetype", "PKCS12", "-storepass", STORE)));
    Process process =
        new ProcessBuilder(command.toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> "keytool: " + List.of(arguments)).isZero();
  }
}
