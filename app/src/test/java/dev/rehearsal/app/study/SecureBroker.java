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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A broker with a second listener, which wants a password over TLS, and a third, which wants a
 * client's certificate; its first lets everybody in.
 *
 * @param folder with its files, and {@code trust.p12}, which trusts it, {@code client.p12}, which
 *     it trusts, and {@code other.p12}, neither
 * @param topics by the first listener
 * @param port of the second
 * @param mutual port of the third
 */
record SecureBroker(Path folder, BrokerTopics topics, int port, int mutual)
    implements AutoCloseable {
  static final String PASSWORD = "correct-horse-4711";
  static final String STORE = "keystore-secret-0815";

  private static final String WRONG = "another-password";

  static SecureBroker start(Path folder) throws IOException, InterruptedException {
    pair(folder, "broker", "-ext", "san=ip:127.0.0.1");
    pair(folder, "other");
    pair(folder, "client");
    trust(folder, "broker", "trust.p12");
    trust(folder, "client", "clients.p12");
    BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"));
    SecureBroker secure = new SecureBroker(folder, topics, freePort(), freePort());
    secure.listen();
    return secure;
  }

  /** {@code host:port} of the listener that wants a certificate. */
  String addressForCertificates() {
    return "127.0.0.1:" + mutual;
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

  static String scramJaas(String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"rehearsal\""
        + " password=\""
        + password
        + "\";";
  }

  /** From now on it lets in with the password by SCRAM, too. */
  void knowScram() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", topics.address()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "rehearsal",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      PASSWORD)))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
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
            .replaceAll(
                "(?m)^((advertised\\.)?listeners=.*)$",
                "$1,SECURE://" + address() + ",MUTUAL://" + addressForCertificates())
            .replace("CONTROLLER:PLAINTEXT", "CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL");
    Files.writeString(
        file,
        text
            + """
            listener.name.secure.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
            listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
            listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_rehearsal="%1$s";
            listener.name.secure.ssl.keystore.type=PKCS12
            listener.name.secure.ssl.keystore.location=%2$s
            listener.name.secure.ssl.keystore.password=%3$s
            listener.name.secure.ssl.key.password=%3$s
            listener.name.mutual.ssl.client.auth=required
            listener.name.mutual.ssl.keystore.type=PKCS12
            listener.name.mutual.ssl.keystore.location=%2$s
            listener.name.mutual.ssl.keystore.password=%3$s
            listener.name.mutual.ssl.key.password=%3$s
            listener.name.mutual.ssl.truststore.type=PKCS12
            listener.name.mutual.ssl.truststore.location=%4$s
            listener.name.mutual.ssl.truststore.password=%3$s
            """
                .formatted(
                    PASSWORD, folder.resolve("broker.p12"), STORE, folder.resolve("clients.p12")));
    topics.broker().restart();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** A key and its certificate, in a store of their name. */
  private static void pair(Path folder, String name, String... further)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name));
    arguments.addAll(List.of("-validity", "2", "-keystore", name + ".p12"));
    arguments.addAll(List.of(further));
    keytool(folder, name, arguments.toArray(String[]::new));
  }

  /** A store that trusts a certificate. */
  private static void trust(Path folder, String name, String store)
      throws IOException, InterruptedException {
    String file = name + ".cer";
    keytool(folder, name, "-exportcert", "-keystore", name + ".p12", "-file", file);
    keytool(folder, name, "-importcert", "-noprompt", "-file", file, "-keystore", store);
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
