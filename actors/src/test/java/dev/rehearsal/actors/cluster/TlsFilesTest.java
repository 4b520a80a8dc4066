package dev.rehearsal.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Cluster;
import dev.rehearsal.config.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsFilesTest {
  @TempDir Path folder;

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.p12");
    assertThatThrownBy(() -> TlsFiles.check(tls(missing, "sesame")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageStartingWith("cluster.tls.keystore " + missing + " cannot be used: ")
        .hasMessageEndingWith(
            "give a file that keytool made, and its password in cluster.tls.keystore-password");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() throws IOException, GeneralSecurityException {
    Path store = empty();
    assertThatThrownBy(() -> TlsFiles.check(tls(store, "swordfish")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("cannot be used: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("swordfish"));
  }

  @Test
  void aStoreWithoutACertificateIsRefused() throws IOException, GeneralSecurityException {
    Path store = empty();
    assertThatThrownBy(() -> TlsFiles.check(tls(store, "sesame")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("it has no certificate");
  }

  private static Cluster.Tls tls(Path file, String password) {
    return new Cluster.Tls(file, new Secret(password), file, new Secret(password));
  }

  private Path empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Path file = folder.resolve("empty.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "sesame".toCharArray());
    }
    return file;
  }
}
