package dev.rehearsal.graders.rule;

import dev.rehearsal.config.Block;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderType;
import dev.rehearsal.model.Model;
import java.util.Map;
import java.util.function.Function;

/** {@code type = rule}: graded by a predicate of the plan's. */
public final class RuleType implements GraderType {
  /** Raise when the same block may give another verdict than before. */
  private static final String CODE_VERSION = "rule-1";

  @Override
  public String type() {
    return "rule";
  }

  @Override
  public GraderSpec read(Block block) {
    Rule rule = RuleReader.read(block);
    long steps = block.integer("regex-steps", 1, Integer.MAX_VALUE);
    block.done();
    return new Spec(rule, steps, Canonical.sha256(CODE_VERSION, Canonical.json(block.json())));
  }

  private record Spec(Rule rule, long steps, String fingerprint) implements GraderSpec {
    @Override
    public Grader open(Map<String, String> categories, Function<String, Model> models) {
      return new RuleGrader(rule, steps, fingerprint);
    }
  }
}
