package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Canonical;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A forecast file: one line of canonical JSON with the forecast, the signature over its canonical
 * text if there is one, and the SHA-256 over both. A file has exactly one text, so that any other
 * byte is seen.
 *
 * @param forecast what was frozen
 * @param signature over it, as hex; empty when it is not signed
 */
record Seal(JsonNode forecast, Optional<String> signature) {
  private static final String ALGORITHM = "Ed25519";
  private static final String FORECAST = "forecast";
  private static final String SIGNATURE = "signature";
  private static final String SHA_256 = "sha256";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Seals a forecast, signed when there is a key. */
  static Seal of(FrozenForecast forecast, Optional<PrivateKey> key) {
    return new Seal(forecast.json(), key.map(secret -> sign(forecast.json(), secret)));
  }

  /** The hash over forecast and signature, 64 hex digits: it names the forecast. */
  String sha256() {
    return Canonical.sha256(Canonical.json(unsealed()));
  }

  /** The text of the file. */
  String text() {
    return Canonical.json(unsealed().put(SHA_256, sha256())) + "\n";
  }

  /**
   * Reads a file.
   *
   * @throws RehearsalException when there is none, or as {@link #read} does
   */
  static Seal open(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw RehearsalException.tampered(file + " is no forecast, or no more: it is no UTF-8");
    } catch (NoSuchFileException e) {
      throw RehearsalException.badUsage(file + ": there is no such forecast");
    } catch (IOException e) {
      throw RehearsalException.failed(file + ": cannot read the forecast: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param name of the file, for messages
   * @throws RehearsalException with exit code 3 unless every byte is as it was frozen
   */
  static Seal read(String text, String name) {
    JsonNode tree;
    try {
      tree = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw RehearsalException.tampered(
          name + " is no forecast, or no more: it is no JSON; nothing in it can be trusted");
    }
    if (tree == null || !tree.path(FORECAST).isObject() || !tree.path(SHA_256).isTextual()) {
      throw RehearsalException.tampered(
          name + " is no forecast, or no more: it lacks its forecast or its hash");
    }
    JsonNode signature = tree.path(SIGNATURE).path("value");
    Seal seal =
        new Seal(
            tree.path(FORECAST),
            signature.isTextual() ? Optional.of(signature.asText()) : Optional.empty());
    if (!seal.text().equals(text)) {
      throw RehearsalException.tampered(
          "%s was changed after it was frozen: its hash says %s, its content %s"
              .formatted(name, tree.path(SHA_256).asText(), seal.sha256()));
    }
    return seal;
  }

  /**
   * Checks the signature.
   *
   * @throws RehearsalException with exit code 3 when there is none, or it is another key's
   */
  void verify(PublicKey key, String name) {
    String hex =
        signature.orElseThrow(
            () -> RehearsalException.tampered(name + " is not signed, though a key was given"));
    boolean right;
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(bytes(forecast));
      right = check.verify(HexFormat.of().parseHex(hex));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      right = false;
    }
    if (!right) {
      throw RehearsalException.tampered(
          name + ": the signature is not by this key over this forecast");
    }
  }

  private ObjectNode unsealed() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set(FORECAST, forecast);
    signature.ifPresent(
        hex -> tree.putObject(SIGNATURE).put("algorithm", ALGORITHM).put("value", hex));
    return tree;
  }

  private static String sign(JsonNode forecast, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(bytes(forecast));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw RehearsalException.badUsage("the key cannot sign: it is no Ed25519 key");
    }
  }

  private static byte[] bytes(JsonNode forecast) {
    return Canonical.json(forecast).getBytes(StandardCharsets.UTF_8);
  }
}
