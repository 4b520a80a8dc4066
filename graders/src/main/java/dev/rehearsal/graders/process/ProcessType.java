package dev.rehearsal.graders.process;

import dev.rehearsal.config.Block;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderType;
import dev.rehearsal.model.Model;
import java.util.Map;
import java.util.function.Function;

/** {@code type = process}: graded by a program of the user's. */
public final class ProcessType implements GraderType {
  @Override
  public String type() {
    return "process";
  }

  @Override
  public GraderSpec read(Block block) {
    return new Spec(ProcessSettings.read(block));
  }

  private record Spec(ProcessSettings settings) implements GraderSpec {
    @Override
    public Grader open(Map<String, String> categories, Function<String, Model> models) {
      return ProcessGrader.start(settings);
    }
  }
}
