package dev.rehearsal.graders.labels;

import dev.rehearsal.config.Block;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderType;
import dev.rehearsal.model.Model;
import java.util.Map;
import java.util.function.Function;

/** {@code type = labels}: graded already, by people or by a benchmark. */
public final class LabelsType implements GraderType {
  @Override
  public String type() {
    return "labels";
  }

  @Override
  public GraderSpec read(Block block) {
    return new Spec(LabelSettings.read(block));
  }

  private record Spec(LabelSettings settings) implements GraderSpec {
    @Override
    public boolean recordedRepliesOnly() {
      return true;
    }

    @Override
    public Grader open(Map<String, String> categories, Function<String, Model> models) {
      return new LabelsGrader(settings, LabelFile.read(settings));
    }
  }
}
