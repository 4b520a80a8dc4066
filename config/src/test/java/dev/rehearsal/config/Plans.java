package dev.rehearsal.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Plans to test with. */
final class Plans {
  /** The smallest plan that is right; what is added to it starts at line 12. */
  static final String SMALLEST =
      """
      source { type = jsonl, paths = ["log.jsonl"] }
      models {
        old { type = openai, base-url = "http://localhost:8001/v1", model = v1 }
        new { type = openai, base-url = "http://localhost:8000/v1", model = v2 }
        judge { type = openai, base-url = "http://localhost:8000/v1", model = j }
        tape { type = recorded, paths = ["replies.jsonl"] }
      }
      lanes { production = recorded, candidate = new }
      graders { refusal { type = rule }, lies { type = rubric, judge = judge } }
      categories = [ { id = refusal, grader = refusal }
        { id = lies, grader = lies, tolerance = 0.02 } ]
      """;

  private Plans() {}

  /** Reads {@code text} as a plan of its own in {@code folder}, which has to be right. */
  static Plan read(Path folder, String text) {
    Problems problems = new Problems();
    Plan plan = PlanLoader.read(write(folder, "plan.conf", text), Map.of(), Map.of(), problems);
    problems.throwIfAny();
    return plan;
  }

  /** What is wrong with {@code text}, without the folder's name. */
  static List<String> problems(Path folder, String text) {
    return problems(folder, text, Map.of(), Map.of());
  }

  static List<String> problems(
      Path folder, String text, Map<String, String> sets, Map<String, String> environment) {
    Problems problems = new Problems();
    PlanLoader.read(write(folder, "plan.conf", text), sets, environment, problems);
    return problems.messages().stream().map(message -> message.replace(folder + "/", "")).toList();
  }

  static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(folder);
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
