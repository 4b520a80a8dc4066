package dev.rehearsal.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/** Asks the process that is at work on a run. */
public final class CtlClient {
  private static final int LONGEST_ANSWER = 1 << 26;

  private CtlClient() {}

  /** What is asked; its fields are added by who asks. */
  public static ObjectNode request(String command) {
    return Protocol.request(command);
  }

  /**
   * Asks, and gets what was answered.
   *
   * @throws RehearsalException when it refuses, or does not answer
   */
  public static JsonNode ask(RunFolder folder, JsonNode request) {
    JsonNode answer = answer(folder, request);
    requireDone(answer);
    return answer;
  }

  /** Asks, and gets what was answered, be it that it refuses. */
  static JsonNode answer(RunFolder folder, JsonNode request) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      SocketPath.use(folder.ctl(), channel::connect);
      Protocol.write(channel, request);
      return Protocol.read(channel, LONGEST_ANSWER);
    } catch (IOException | UnsupportedOperationException e) {
      throw folder.inUse()
          ? RehearsalException.failed(
              folder
                  + ": the run is at work and does not answer ("
                  + e.getMessage()
                  + "); its process says why, and takes signals",
              e)
          : RehearsalException.failed(
              folder
                  + " is not going on: no process has it; rehearsal report "
                  + folder
                  + " shows what it found",
              e);
    }
  }

  static void requireDone(JsonNode answer) {
    if (!answer.path("ok").asBoolean()) {
      String why = answer.path("error").asText().replaceFirst("^--set ", "set ");
      throw answer.path("exitCode").asInt() == RehearsalException.BAD_USAGE
          ? RehearsalException.badUsage(why)
          : RehearsalException.failed(why);
    }
  }
}
