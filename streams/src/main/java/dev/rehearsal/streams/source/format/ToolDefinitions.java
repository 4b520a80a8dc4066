package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Attributes;
import dev.rehearsal.conversation.Canonical;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The tool definitions of a record: its own {@code tools}, or those in the JSON file that one of
 * its attributes names. Each file is read once. Thread-safe.
 */
public final class ToolDefinitions {
  private static final String OWN = "tools";

  private final Optional<String> field;
  private final Path folder;
  private final Map<String, List<JsonNode>> files = new ConcurrentSkipListMap<>();

  /**
   * Looks tools up.
   *
   * @param field dotted path of the attribute; empty when records name no file
   * @param folder what the file is taken from, and must lie in
   */
  ToolDefinitions(Optional<String> field, Path folder) {
    this.field = field;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The definitions, raw; a list in the record itself is taken out of its attributes. */
  public List<JsonNode> of(ObjectNode attributes) throws UnusableException {
    JsonNode own = attributes.path(OWN);
    if (own.isArray()) {
      attributes.remove(OWN);
      return definitions(own, OWN);
    }
    if (field.isEmpty()) {
      return List.of();
    }
    JsonNode named = Attributes.at(attributes, field.get());
    if (named.isMissingNode() || named.isNull()) {
      return List.of();
    }
    if (named.isArray()) {
      return definitions(named, field.get());
    }
    if (!named.isTextual()) {
      throw new UnusableException(
          Reason.NO_TOOLS, field.get() + " is neither a file's name nor a list");
    }
    List<JsonNode> known = files.get(named.textValue());
    return known != null ? known : read(named.textValue());
  }

  /** Hash of every file that was read so far. */
  public String fingerprint() {
    List<String> parts = new ArrayList<>();
    files.forEach(
        (name, tools) -> {
          parts.add(name);
          tools.forEach(tool -> parts.add(Canonical.json(tool)));
        });
    return Canonical.sha256(parts.toArray(String[]::new));
  }

  private List<JsonNode> read(String name) throws UnusableException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder)) {
      throw new UnusableException(Reason.NO_TOOLS, name + " lies outside " + folder);
    }
    JsonNode tree;
    try {
      tree = RecordParser.JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnusableException(Reason.NO_TOOLS, file + " is not a readable JSON file");
    }
    List<JsonNode> tools = definitions(tree, file.toString());
    files.put(name, tools);
    return tools;
  }

  private static List<JsonNode> definitions(JsonNode list, String name) throws UnusableException {
    List<JsonNode> tools = new ArrayList<>(list.size());
    list.forEach(tools::add);
    if (!list.isArray() || !tools.stream().allMatch(JsonNode::isObject)) {
      throw new UnusableException(Reason.NO_TOOLS, name + " is not a list of definitions");
    }
    return List.copyOf(tools);
  }
}
