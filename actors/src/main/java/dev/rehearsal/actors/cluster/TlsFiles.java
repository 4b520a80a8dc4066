package dev.rehearsal.actors.cluster;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Cluster;
import dev.rehearsal.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;

/**
 * Opens the files of TLS before anything is started: later, what is wrong with them would only show
 * as machines that do not find each other.
 */
final class TlsFiles {
  private TlsFiles() {}

  /**
   * Checks that both can be opened, that the keystore has a key and the truststore a certificate.
   *
   * @throws RehearsalException with exit code 2 when not
   */
  static void check(Cluster.Tls tls) {
    boolean key = false;
    try {
      KeyStore keys = open("keystore", tls.keystore(), tls.keystorePassword());
      for (String alias : Collections.list(keys.aliases())) {
        key |=
            keys.isKeyEntry(alias)
                && keys.getKey(alias, tls.keystorePassword().reveal().toCharArray()) != null;
      }
      KeyStore trusted = open("truststore", tls.truststore(), tls.truststorePassword());
      if (trusted.size() == 0) {
        throw bad("truststore", tls.truststore(), "it has no certificate");
      }
    } catch (GeneralSecurityException e) {
      throw bad("keystore", tls.keystore(), "its key has another password than the file");
    }
    if (!key) {
      throw bad("keystore", tls.keystore(), "it has no key");
    }
  }

  private static KeyStore open(String name, Path file, Secret password) {
    try {
      return KeyStore.getInstance(file.toFile(), password.reveal().toCharArray());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw bad(name, file, String.valueOf(e.getMessage()));
    }
  }

  private static RehearsalException bad(String name, Path file, String why) {
    return RehearsalException.badUsage(
        "cluster.tls.%s %s cannot be used: %s; give a file that keytool made, and its password in"
                .formatted(name, file, why)
            + " cluster.tls."
            + name
            + "-password");
  }
}
