package dev.rehearsal.app.interval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Answers questions as they come in: each line of input gives one line of output, in order. */
final class Batch {
  private static final int BUFFER_CHARACTERS = 1 << 16;

  private final Console console;

  Batch(Console console) {
    this.console = console;
  }

  /**
   * Reads to the end of standard input. Answers are flushed whenever no further question waits, so
   * that a program may ask, wait and ask again.
   *
   * @return 0, or 2 when a line could not be answered
   * @throws RehearsalException when input or output breaks off
   */
  int run() {
    BufferedReader questions =
        new BufferedReader(
            new InputStreamReader(console.in(), StandardCharsets.UTF_8), BUFFER_CHARACTERS);
    int exitCode = 0;
    long number = 0;
    try {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        number++;
        ObjectNode answer;
        try {
          answer = QuestionLine.answer(line);
        } catch (RehearsalException wrong) {
          exitCode = wrong.exitCode();
          answer = JsonNodeFactory.instance.objectNode();
          answer.put("error", wrong.getMessage()).put("line", number);
        }
        console.out().print(answer);
        console.out().print('\n');
        if (!questions.ready() && console.out().checkError()) {
          throw RehearsalException.failed("nobody reads the answers any more: stdout is closed");
        }
      }
    } catch (IOException broken) {
      throw RehearsalException.failed("cannot read stdin: " + broken.getMessage(), broken);
    }
    return exitCode;
  }
}
