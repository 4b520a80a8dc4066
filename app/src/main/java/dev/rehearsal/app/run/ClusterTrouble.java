package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Cluster;
import java.util.Optional;

/** Says why a machine could not become part of a cluster. */
public final class ClusterTrouble {
  private ClusterTrouble() {}

  /** The message for a person, with what to do. */
  public static RehearsalException of(
      String host, int port, Optional<Cluster.Tls> tls, RuntimeException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String files =
        tls.map(
                pair ->
                    ", or another keystore than %s and truststore than %s"
                        .formatted(pair.keystore(), pair.truststore()))
            .orElse("");
    return RehearsalException.failed(
        "cannot open %s:%d for a cluster: %s; choose an address of this machine and a free port%s"
            .formatted(host, port, root.getMessage(), files),
        cause);
  }
}
