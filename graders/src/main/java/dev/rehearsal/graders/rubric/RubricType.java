package dev.rehearsal.graders.rubric;

import dev.rehearsal.config.Block;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderType;
import dev.rehearsal.model.Model;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code type = rubric}: judged by a model. */
public final class RubricType implements GraderType {
  @Override
  public String type() {
    return "rubric";
  }

  @Override
  public GraderSpec read(Block block) {
    return new Spec(RubricSettings.read(block));
  }

  private record Spec(RubricSettings settings) implements GraderSpec {
    @Override
    public Set<String> judges() {
      return Set.of(settings.judge());
    }

    @Override
    public Grader open(Map<String, String> categories, Function<String, Model> models) {
      return new RubricGrader(
          settings,
          new JudgePrompt(settings.rubricsOf(categories.keySet()), categories),
          models.apply(settings.judge()));
    }
  }
}
