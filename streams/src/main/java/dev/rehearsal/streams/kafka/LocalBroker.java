package dev.rehearsal.streams.kafka;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real Kafka broker as a process of its own, on loopback, for trying things out and for tests:
 * one node in KRaft mode. It can be killed and started again on the same port with what it had. Not
 * for production: one copy of everything. Used by one thread.
 */
public final class LocalBroker implements AutoCloseable {
  /** Any text of 16 bytes will do: a cluster of one is nobody else's. */
  private static final String CLUSTER = "cmVoZWFyc2FsLWRlbW8wMQ";

  private static final long MOST_SECONDS_TO_START = 60;
  private static final long MILLIS_BETWEEN_TRIES = 50;

  private final Path libraries;
  private final Path folder;
  private final int port;
  private Process process;

  private LocalBroker(Path libraries, Path folder, int port) {
    this.libraries = libraries;
    this.folder = folder;
    this.port = port;
    this.process = format(port, freePort());
  }

  /**
   * Makes a broker in an empty folder and starts it.
   *
   * @param libraries the jars that the module {@code broker} gathers
   * @param folder for its data and its log; made if it is missing
   * @param port to listen on; 0 for any that is free
   * @throws RehearsalException when the jars are missing, the port is taken, or it does not start
   */
  public static LocalBroker start(Path libraries, Path folder, int port) {
    if (!Files.isDirectory(libraries)) {
      throw RehearsalException.failed(
          "the broker's jars are not in " + libraries + "; fetch them with mvn -pl broker package");
    }
    LocalBroker broker = new LocalBroker(libraries, folder, port == 0 ? freePort() : port);
    broker.restart();
    return broker;
  }

  /** What {@code source.servers} names. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends the process at once, as a power cut would. Does nothing when it is not running. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts the process again, on the same port and with the same data, and waits for it. */
  public void restart() {
    process = java("kafka.Kafka", properties().toString());
    awaitPort();
  }

  /** Ends the process in an orderly way, at once if that takes longer than ten seconds. */
  @Override
  public void close() {
    process.destroy();
    CompletableFuture<Process> gone = process.onExit();
    gone.completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    kill();
  }

  private Process format(int brokerPort, int controllerPort) {
    String text =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%3$s
        num.partitions=4
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=500
        log.retention.check.interval.ms=1000
        log.segment.delete.delay.ms=100
        """
            .formatted(brokerPort, controllerPort, folder.toAbsolutePath().resolve("data"));
    try {
      Files.createDirectories(folder);
      Files.writeString(properties(), text);
    } catch (IOException e) {
      throw RehearsalException.failed(folder + ": cannot write: " + e.getMessage(), e);
    }
    Process format =
        java(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER,
            "-c",
            properties().toString(),
            "--ignore-formatted");
    if (format.onExit().join().exitValue() != 0) {
      throw RehearsalException.failed("the broker's folder could not be made: " + said());
    }
    return format;
  }

  private Path properties() {
    return folder.toAbsolutePath().resolve("server.properties");
  }

  private Path log() {
    return folder.toAbsolutePath().resolve("broker.log");
  }

  private Process java(String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                libraries.toAbsolutePath().resolve("*").toString(),
                main));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    } catch (IOException e) {
      throw RehearsalException.failed("the broker cannot be started: " + e.getMessage(), e);
    }
  }

  /** Asks until it answers or is gone: a broker says nothing when it is ready. */
  private void awaitPort() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS_TO_START);
    while (!accepts()) {
      if (gone() || System.nanoTime() > end) {
        kill();
        throw RehearsalException.failed(
            "the broker did not start on port %d: %s".formatted(port, said()));
      }
    }
  }

  private boolean gone() {
    try {
      return process.waitFor(MILLIS_BETWEEN_TRIES, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String said() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    } catch (IOException e) {
      return "it left no log in " + folder;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw RehearsalException.failed("no port is free: " + e.getMessage(), e);
    }
  }
}
