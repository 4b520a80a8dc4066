package dev.rehearsal.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  @TempDir Path folder;

  private Path key = Path.of("");
  private Path publicKey = Path.of("");

  @BeforeEach
  void makeAKey() {
    key = folder.resolve("key.pem");
    publicKey = Keys.create(key);
  }

  @Test
  void givesBackWhatWasSealed() {
    Seal seal = signed();

    assertThat(Seal.read(seal.text(), "f")).isEqualTo(seal);
    seal.verify(Keys.publicKey(publicKey), "f");
  }

  @Test
  void seesEveryChangedByte() {
    for (Seal seal : new Seal[] {signed(), Seal.of(forecast(), Optional.empty())}) {
      byte[] bytes = seal.text().getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        for (int change : new int[] {1, 2, 32, 128}) {
          byte[] other = bytes.clone();
          other[i] ^= (byte) change;
          String text = new String(other, StandardCharsets.UTF_8);
          assertTampered(() -> Seal.read(text, "f"));
        }
      }
      assertTampered(() -> Seal.read(seal.text() + "\n", "f"));
      assertTampered(() -> Seal.read("", "f"));
      assertTampered(() -> Seal.read(seal.text().strip(), "f"));
    }
  }

  @Test
  void seesAHashThatWasMadeToFitByWhoHasNotTheKey() {
    ObjectNode changed = (ObjectNode) forecast().json();
    changed.put("rate", 0.5);
    Seal unsigned = Seal.of(new FrozenForecast(changed), Optional.empty());
    Seal reused = new Seal(changed, signed().signature());
    Path others = Keys.create(folder.resolve("others.pem"));

    assertThat(Seal.read(unsigned.text(), "f").forecast()).isEqualTo(changed);
    assertTampered(() -> unsigned.verify(Keys.publicKey(publicKey), "f"));
    assertTampered(() -> reused.verify(Keys.publicKey(publicKey), "f"));
    assertTampered(() -> signed().verify(Keys.publicKey(others), "f"));
  }

  @Test
  void keepsThePrivateKeyToItsOwner() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> Keys.create(key)).hasMessageContaining("never overwritten");
    assertThatThrownBy(() -> Keys.publicKey(key)).hasMessageContaining("no unencrypted Ed25519");
    Path broken =
        Files.writeString(folder.resolve("b.pem"), Files.readString(key).replace("M", "?"));
    assertThatThrownBy(() -> Keys.privateKey(broken))
        .hasMessageNotContaining(Files.readString(key).lines().skip(1).findFirst().orElseThrow())
        .hasMessageContaining("no unencrypted Ed25519 private key");
  }

  @Test
  void makesBothHalvesOfAKeyOrNone() throws Exception {
    Path half = folder.resolve("half.pem");
    Path shown = Files.writeString(folder.resolve("half.pem.pub"), "another's");
    Path nowhere = folder.resolve("none/key.pem");

    assertThatThrownBy(() -> Keys.create(half)).hasMessageContaining("half.pem.pub is there");
    assertThat(half).doesNotExist();
    assertThat(shown).hasContent("another's");
    assertThatThrownBy(() -> Keys.create(nowhere)).hasMessageContaining("cannot write the key");
  }

  private Seal signed() {
    return Seal.of(forecast(), Optional.of(Keys.privateKey(key)));
  }

  private static FrozenForecast forecast() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rate", 1.25e-7).put("title", "Über alles").put("hits", 3);
    json.putArray("missing").add("baseline");
    return new FrozenForecast(json);
  }

  private static void assertTampered(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            RehearsalException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
        .hasMessageStartingWith("TAMPERED");
  }
}
