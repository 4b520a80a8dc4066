package dev.rehearsal.app.forecast;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Ed25519 keys in PEM files, as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey
 * -pubout} write them. Nothing of a private key is ever part of a message.
 */
final class Keys {
  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private Keys() {}

  /**
   * Reads the key to sign with.
   *
   * @throws RehearsalException when it cannot be read or is no such key
   */
  static PrivateKey privateKey(Path file) {
    byte[] bytes = read(file, PRIVATE);
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw unusable(file, "private");
    }
  }

  /**
   * Reads the key to check with.
   *
   * @throws RehearsalException when it cannot be read or is no such key
   */
  static PublicKey publicKey(Path file) {
    byte[] bytes = read(file, PUBLIC);
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw unusable(file, "public");
    }
  }

  /**
   * Writes a new pair: the private key for its owner's eyes, the public one beside it. Both or
   * none.
   *
   * @return where the public key is: the same name with {@code .pub}
   * @throws RehearsalException when a file is there already, or cannot be written
   */
  static Path create(Path file) {
    Path shown = file.resolveSibling(file.getFileName() + ".pub");
    for (Path half : List.of(file, shown)) {
      if (Files.exists(half)) {
        throw taken(half);
      }
    }
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      write(shown, PUBLIC, pair.getPublic());
      try {
        write(file, PRIVATE, pair.getPrivate(), ownerOnly());
      } catch (RehearsalException e) {
        delete(shown, e);
        throw e;
      }
      return shown;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void write(Path file, String kind, Key key, FileAttribute<?>... attributes) {
    String pem =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getEncoder().encodeToString(key.getEncoded()), kind);
    try {
      Files.createFile(file, attributes);
    } catch (FileAlreadyExistsException e) {
      throw taken(file);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
    try {
      Files.writeString(file, pem, StandardOpenOption.WRITE);
    } catch (IOException e) {
      RehearsalException unwritten = unwritten(file, e);
      delete(file, unwritten);
      throw unwritten;
    }
  }

  /** Takes back what was written before {@code cause}; that this failed too is part of it. */
  private static void delete(Path file, RehearsalException cause) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static RehearsalException taken(Path file) {
    return RehearsalException.badUsage(
        file + " is there already: a key is never overwritten; name another file");
  }

  private static RehearsalException unwritten(Path file, IOException e) {
    return RehearsalException.failed(
        file + ": cannot write the key (" + e.getMessage() + "); name another file", e);
  }

  private static byte[] read(Path file, String kind) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw RehearsalException.badUsage(
          file + ": cannot read the key (" + e.getClass().getSimpleName() + ")");
    }
    String begin = "-----BEGIN " + kind + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + kind + "-----");
    if (from < 0 || to < from) {
      throw unusable(file, kind.startsWith("PRIVATE") ? "private" : "public");
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw unusable(file, kind.startsWith("PRIVATE") ? "private" : "public");
    }
  }

  /** Without what the file says: it may be half a key. */
  private static RehearsalException unusable(Path file, String kind) {
    return RehearsalException.badUsage(
        "%s is no unencrypted Ed25519 %s key in PEM; make a pair with rehearsal forecast --new-key FILE"
            .formatted(file, kind));
  }
}
