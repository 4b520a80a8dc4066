package dev.rehearsal.app.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is said over the socket: one line of JSON asks, one line of JSON answers, then it is closed.
 *
 * <pre>{@code
 * {"version":1,"command":"set","key":"models.new.in-flight","value":"8"}
 * {"version":1,"ok":true,"lines":["models.new.in-flight: 64 -> 8"]}
 * {"version":1,"ok":false,"exitCode":2,"error":"…"}
 * }</pre>
 */
final class Protocol {
  /** Of the fields; one that changes its meaning makes a new one. */
  static final int VERSION = 1;

  /** Longer lines are not read. */
  static final int LONGEST_LINE = 1 << 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Protocol() {}

  static ObjectNode request(String command) {
    return versioned().put("command", command);
  }

  static ObjectNode said(List<String> lines) {
    ObjectNode answer = versioned().put("ok", true);
    lines.forEach(answer.putArray("lines")::add);
    return answer;
  }

  static ObjectNode refused(RehearsalException why) {
    return versioned()
        .put("ok", false)
        .put("exitCode", why.exitCode())
        .put("error", String.valueOf(why.getMessage()));
  }

  private static ObjectNode versioned() {
    return JsonNodeFactory.instance.objectNode().put("version", VERSION);
  }

  /**
   * Reads one line.
   *
   * @throws RehearsalException when it is no JSON object, or of another version
   */
  static JsonNode read(SocketChannel channel, int longest) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c != '\n'; c = reader.read()) {
      if (c < 0) {
        throw new EOFException("the other side said nothing");
      }
      if (line.length() == longest) {
        throw RehearsalException.badUsage("a line has at most " + longest + " characters");
      }
      line.append((char) c);
    }
    return checked(line.toString());
  }

  static void write(SocketChannel channel, JsonNode line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static JsonNode checked(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw RehearsalException.badUsage("a line must be a JSON object");
    }
    int version = json.path("version").asInt();
    if (version != VERSION) {
      throw RehearsalException.badUsage(
          "this speaks version "
              + VERSION
              + " and heard version "
              + version
              + ": use the rehearsal that the run was started with");
    }
    return json;
  }
}
