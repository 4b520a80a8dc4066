package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.kafka.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A broker with a second listener, which wants a password over TLS; its first lets everybody in.
 *
 * @param folder with its files, and {@code trust.p12}, which trusts it, and {@code other.p12},
 *     which does not
 * @param topics by the first listener
 * @param port of the second
 */
record SecureBroker(Path folder, BrokerTopics topics, int port) implements AutoCloseable {
  static final String PASSWORD = "correct-horse-4711";
  static final String STORE = "keystore-secret-0815";

  private static final String WRONG = "another-password";

  static SecureBroker start(Path folder) throws IOException, InterruptedException {
    keytool(
        folder,
        "broker",
        "-genkeypair",
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
    keytool(folder, "broker", "-exportcert", "-keystore", "broker.p12", "-file", "broker.cer");
    keytool(
        folder,
        "broker",
        "-importcert",
        "-noprompt",
        "-file",
        "broker.cer",
        "-keystore",
        "trust.p12");
    keytool(
        folder,
        "other",
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=other",
        "-validity",
        "2",
        "-keystore",
        "other.p12");
    BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"));
    SecureBroker secure = new SecureBroker(folder, topics, freePort());
    secure.listen();
    return secure;
  }

  /** {@code host:port} of the listener that wants a password. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** With the password that it lets in with at first. */
  Connection connection() {
    return new Connection(
        List.of(address()),
        Map.of(
            "security.protocol", new Secret("SASL_SSL"),
            "sasl.mechanism", new Secret("PLAIN"),
            "sasl.jaas.config", new Secret(jaas(PASSWORD)),
            "ssl.truststore.location", new Secret(folder.resolve("trust.p12").toString()),
            "ssl.truststore.password", new Secret(STORE)));
  }

  static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"rehearsal\""
        + " password=\""
        + password
        + "\";";
  }

  /** From now on it has another password; started anew, as it reads that at the start only. */
  void shutOut() throws IOException {
    change("user_rehearsal=\"" + PASSWORD, "user_rehearsal=\"" + WRONG);
  }

  /** From now on it has the first password again. */
  void letIn() throws IOException {
    change("user_rehearsal=\"" + WRONG, "user_rehearsal=\"" + PASSWORD);
  }

  @Override
  public void close() {
    topics.close();
  }

  private void change(String before, String after) throws IOException {
    topics.broker().kill();
    Path file = folder.resolve("broker/server.properties");
    Files.writeString(file, Files.readString(file).replace(before, after));
    topics.broker().restart();
  }

  private void listen() throws IOException {
    topics.broker().kill();
    Path file = folder.resolve("broker/server.properties");
    String text =
        Files.readString(file)
            .replaceAll("(?m)^((advertised\\.)?listeners=.*)$", "$1,SECURE://" + address())
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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void keytool(Path folder, String alias, String... arguments)
      throws IOException, InterruptedException {
    Stream<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.of(arguments),
                Stream.of("-alias", alias, "-storetype", "PKCS12", "-storepass", STORE))
            .flatMap(part -> part);
    Process process =
        new ProcessBuilder(command.toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> "keytool: " + List.of(arguments)).isZero();
  }
}
