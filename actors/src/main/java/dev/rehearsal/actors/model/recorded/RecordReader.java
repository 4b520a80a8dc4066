package dev.rehearsal.actors.model.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.file.Compression;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads recorded replies out of JSON Lines. A record is a conversation, {@code {id, messages,
 * model}}, which is cut as the plan cuts its own; or a reply, {@code {id | prefix, reply, …}},
 * whose {@code reply} is a message or a list of them.
 */
final class RecordReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<Conversation, Optional<Prefix>> cut;
  private final Optional<String> whereModel;
  private final MessageDigest content = Sha256.begin();

  RecordReader(Function<Conversation, Optional<Prefix>> cut, Optional<String> whereModel) {
    this.cut = cut;
    this.whereModel = whereModel;
  }

  /** Hands on every reply of the file, in order; a conversation without one is left out. */
  void read(Path path, Consumer<RecordedReply> replies) {
    long line = 0;
    try (BufferedReader lines = open(path)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        content.update(text.getBytes(StandardCharsets.UTF_8));
        content.update((byte) '\n');
        if (!text.isBlank()) {
          reply(text, path.toString(), line).ifPresent(replies);
        }
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot be read after line " + line + " (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  /** SHA-256 of all lines read so far. */
  String contentHash() {
    return HexFormat.of().formatHex(copy().digest());
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) content.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 can be copied", e);
    }
  }

  private Optional<RecordedReply> reply(String text, String file, long line) {
    JsonNode tree = parse(text, file, line);
    String where = file + ":" + line;
    Optional<String> model = RecordedReply.text(tree, "model");
    if (whereModel.isPresent() && !whereModel.equals(model)) {
      return Optional.empty();
    }
    String id = id(tree, where);
    JsonNode reply = tree.path("reply");
    if (reply.isObject() || (reply.isArray() && !reply.isEmpty())) {
      Reply read = RecordedReply.read(tree, reply);
      return Optional.of(new RecordedReply(id, read, OptionalLong.empty(), where));
    }
    return conversation(tree, id, model, new Conversation.Position(file, line))
        .flatMap(cut)
        .flatMap(prefix -> recorded(prefix, model, where));
  }

  private static Optional<RecordedReply> recorded(
      Prefix prefix, Optional<String> model, String where) {
    return prefix
        .recordedReply()
        .map(
            r ->
                new Reply(
                    r.messages(), r.finishReason(), r.usage(), r.servedModel().or(() -> model)))
        .map(
            r ->
                new RecordedReply(
                    prefix.conversationId(),
                    r,
                    OptionalLong.of(Fingerprint.of(prefix.messages())),
                    where));
  }

  private static Optional<Conversation> conversation(
      JsonNode tree, String id, Optional<String> model, Conversation.Position position) {
    List<JsonNode> messages = new ArrayList<>();
    tree.path("messages").forEach(messages::add);
    if (messages.isEmpty() || !messages.stream().allMatch(JsonNode::isObject)) {
      throw RehearsalException.badUsage(
          position
              + ": has neither messages nor a reply; a record is {id, messages} or {id, reply}");
    }
    ObjectNode attributes = ((ObjectNode) tree).deepCopy();
    attributes.remove("messages");
    return Optional.of(
        new Conversation(
            id, messages, Optional.empty(), model, Optional.empty(), attributes, position));
  }

  private static String id(JsonNode tree, String where) {
    JsonNode id = tree.hasNonNull("prefix") ? tree.get("prefix") : tree.path("id");
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw RehearsalException.badUsage(where + ": needs an id (of its conversation) or a prefix");
    }
    return id.asText();
  }

  private static JsonNode parse(String text, String file, long line) {
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw RehearsalException.badUsage(file + ":" + line + ": is not JSON");
    }
    throw RehearsalException.badUsage(file + ":" + line + ": is not a JSON object");
  }

  private static BufferedReader open(Path path) throws IOException {
    if (!Files.isReadable(path)) {
      throw RehearsalException.badUsage(path + ": there is no such file, or it may not be read");
    }
    InputStream raw = Files.newInputStream(path);
    try {
      InputStream in = Compression.plain(new BufferedInputStream(raw), path.toString());
      return new BufferedReader(
          new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
