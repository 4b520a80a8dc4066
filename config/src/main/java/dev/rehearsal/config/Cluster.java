package dev.rehearsal.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where other machines may lend their hands to a run.
 *
 * @param host name or address that this machine has for the others, and listens on
 * @param port to listen on; 0 for any free one, empty for no cluster
 * @param tls how the machines know each other; empty for plain TCP
 */
public record Cluster(String host, OptionalInt port, Optional<Tls> tls) {

  /**
   * Both ends show a certificate, and each checks the other's.
   *
   * @param keystore with this machine's key and certificate
   * @param truststore with what the others' certificates are signed by
   */
  public record Tls(
      Path keystore, Secret keystorePassword, Path truststore, Secret truststorePassword) {}

  /** Reads the block {@code cluster}. */
  static Cluster read(Block block) {
    String host = block.string("host");
    if (host.isBlank()) {
      block.problem("host", "must be a name or an address to listen on, was nothing");
    }
    Cluster read =
        new Cluster(
            host,
            block.optionalInteger("port", 0, 65_535).stream()
                .mapToInt(Math::toIntExact)
                .findFirst(),
            tls(block.block("tls")));
    block.done();
    return read;
  }

  private static Optional<Tls> tls(Block tls) {
    boolean wanted =
        tls.has("keystore")
            | tls.has("truststore")
            | tls.has("keystore-password")
            | tls.has("truststore-password");
    Optional<Tls> read =
        wanted
            ? Optional.of(
                new Tls(
                    tls.file("keystore"),
                    new Secret(tls.string("keystore-password")),
                    tls.file("truststore"),
                    new Secret(tls.string("truststore-password"))))
            : Optional.empty();
    tls.done();
    return read;
  }
}
