package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.calibrate.GradedReplies.GradedReply;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.journal.Recovered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the replies that an ask drew for people to fill in, in an order that says nothing, and
 * keeps how they were drawn in the run's folder. The file is blind: no verdict, no chance.
 */
final class AskFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHUFFLED = "label-order";
  private static final String PURGED = "purged";

  /**
   * What was written.
   *
   * @param replies that were drawn
   * @param purged those of them whose text is gone, so that people cannot read it
   */
  record Written(int replies, long purged) {}

  private AskFile() {}

  /**
   * Writes both, the draw before the file: a crash between them leaves nothing to fill in.
   *
   * @param content puts the prefix and the reply into the file, for people to read
   * @throws RehearsalException when the file exists already, or cannot be written
   */
  static Written write(GradedReplies replies, Ask ask, boolean content, Path file) {
    List<ObjectNode> lines = new ArrayList<>();
    replies.eachRecovered(
        (reply, recovered) -> {
          if (ask.drew(reply)) {
            lines.add(line(reply, recovered, ask, content));
          }
        });
    lines.sort(
        Comparator.comparingLong(
            line -> Uniform.bits(SHUFFLED, ask.seed(), line.path("id").asText())));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    // First how they were drawn: nobody shall fill in what the run knows nothing of.
    try {
      Files.createDirectories(folder(replies.path()));
      Files.writeString(path(replies.path(), ask.id()), ask.json() + "\n");
    } catch (IOException e) {
      throw RehearsalException.failed(
          folder(replies.path()) + ": cannot keep how replies were drawn (" + e + ")", e);
    }
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw RehearsalException.badUsage(
          file + ": cannot write what to label (" + e + "); name a new file with --out");
    }
    return new Written(lines.size(), lines.stream().filter(line -> line.has(PURGED)).count());
  }

  /**
   * The ask of this name.
   *
   * @throws RehearsalException when the run has none
   */
  static Ask read(Path run, String id, String where) {
    Path file = path(run, id);
    if (!id.matches("[0-9a-f]{12}") || !Files.exists(file)) {
      throw RehearsalException.badUsage(
          "%s: the ask \"%s\" is not of the run %s; labels go back to the run that asked for them"
              .formatted(where, id, run));
    }
    try {
      Ask ask = Ask.of(JSON.readTree(file.toFile()));
      if (!ask.id().equals(id)) {
        throw RehearsalException.badUsage(file + ": was changed since it was asked; ask again");
      }
      return ask;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode line(GradedReply reply, Recovered recovered, Ask ask, boolean content) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", reply.prefix()).put("lane", ask.lane()).put("category", ask.category());
    line.putNull("value").put("author", "").put("note", "").put("ask", ask.id());
    if (content) {
      recovered
          .admission()
          .text()
          .fold(
              prefix -> withContent(line, prefix, recovered, ask),
              at -> line.put(PURGED, at.toString()));
    }
    return line;
  }

  private static ObjectNode withContent(
      ObjectNode line, Prefix text, Recovered recovered, Ask ask) {
    ArrayNode prefix = line.putArray("prefix");
    text.messages().forEach(prefix::add);
    ArrayNode messages = line.putArray("reply");
    recovered.replies().stream()
        .filter(each -> each.lane().equals(ask.lane()) && each.sample() == 1)
        .flatMap(each -> each.reply().map(Reply::messages).stream())
        .forEach(each -> each.forEach(messages::add));
    return line;
  }

  private static Path path(Path run, String id) {
    return folder(run).resolve(id + ".json");
  }

  private static Path folder(Path run) {
    return run.resolve("asks");
  }
}
