package dev.rehearsal.graders.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.file.Compression;
import dev.rehearsal.conversation.Attributes;
import dev.rehearsal.conversation.Sha256;
import dev.rehearsal.graders.labels.LabelIndex.Label;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Reads a label file, once, from its first line to its last. */
final class LabelFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final LabelSettings settings;
  private final LabelIndex byReply = new LabelIndex();
  private final LabelIndex byConversation = new LabelIndex();
  private boolean anyLabel;
  private boolean anyNull;
  private boolean nullnessDependsOnModel;
  private long line;
  private long labelled;
  private final Set<String> models = new TreeSet<>();
  private long withModel;

  private LabelFile(LabelSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads every label.
   *
   * @throws RehearsalException naming file and line, when the file cannot be read, a line is not as
   *     the settings say, a label comes twice, or no line has the field
   */
  static Labels read(LabelSettings settings) {
    return new LabelFile(settings).read();
  }

  private Labels read() {
    Path path = settings.path();
    MessageDigest sha256 = Sha256.begin();
    try (InputStream file = new DigestInputStream(Files.newInputStream(path), sha256);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    Compression.plain(new BufferedInputStream(file), path.toString()),
                    StandardCharsets.UTF_8.newDecoder()))) {
      for (String row = reader.readLine(); row != null; row = reader.readLine()) {
        line++;
        if (!row.isBlank()) {
          add(parse(row));
        }
      }
      // The digest is of the whole file, also of what follows the last member of an archive.
      file.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException e) {
      throw RehearsalException.badUsage("there is no label file " + path + "; check the path");
    } catch (CharacterCodingException e) {
      throw bad("is not valid UTF-8 (near this line)");
    } catch (IOException e) {
      throw RehearsalException.failed("the label file %s cannot be read: %s".formatted(path, e), e);
    }
    if (!anyLabel) {
      throw RehearsalException.badUsage(
          "no line of %s has the field %s; check the field's name"
              .formatted(path, settings.field()));
    }
    return new Labels(
        byReply,
        byConversation,
        models,
        anyNull,
        nullnessDependsOnModel,
        HexFormat.of().formatHex(sha256.digest()));
  }

  private void add(JsonNode row) {
    JsonNode id = Attributes.at(row, settings.idField());
    JsonNode model = Attributes.at(row, settings.modelField());
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw bad("has no id: the field " + settings.idField() + " must be a text or whole number");
    }
    boolean hasModel = model.isTextual();
    if (withModel != (hasModel ? labelled : 0)) {
      throw bad(
          "must name a model in " + settings.modelField() + " as either all lines do or none");
    }
    if (hasModel) {
      withModel++;
      models.add(model.textValue());
    }
    labelled++;
    JsonNode value = Attributes.at(row, settings.field());
    Label label = settings.label(value, this::bad);
    anyLabel |= label != Label.MISSING;
    anyNull |= label == Label.NOT_APPLICABLE;
    String key = Labels.key(id.asText(), hasModel ? model.textValue() : "");
    if (byReply.put(key, label) != null) {
      throw bad(
          hasModel
              ? "labels %s of %s a second time".formatted(id.asText(), model.textValue())
              : "labels %s a second time".formatted(id.asText()));
    }
    noteNullness(id.asText(), label);
  }

  private void noteNullness(String id, Label label) {
    if (label == Label.MISSING) {
      return;
    }
    Label nullness = label == Label.NOT_APPLICABLE ? label : Label.CLEAN;
    Label before = byConversation.put(id, nullness);
    nullnessDependsOnModel |= before != null && before != nullness;
  }

  private JsonNode parse(String text) {
    try {
      JsonNode row = JSON.readTree(text);
      if (row != null && row.isObject()) {
        return row;
      }
    } catch (JsonProcessingException e) {
      throw bad("is not JSON: " + e.getOriginalMessage());
    }
    throw bad("is not a JSON object");
  }

  private RehearsalException bad(String message) {
    return RehearsalException.badUsage(
        "%s:%d: this label %s".formatted(settings.path(), Math.max(1, line), message));
  }
}
