package dev.rehearsal.example;

import dev.rehearsal.config.Block;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderType;
import dev.rehearsal.graders.Population;
import dev.rehearsal.model.Model;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

// #type
/**
 * {@code type = shouting}: a hit when more than a share of the final text's letters are capitals.
 */
public final class ShoutingType implements GraderType {
  @Override
  public String type() {
    return "shouting";
  }

  @Override
  public GraderSpec read(Block block) {
    double share = block.number("share", 0, 1);
    block.done();
    return new Spec(share);
  }

  private record Spec(double share) implements GraderSpec {
    @Override
    public Grader open(Map<String, String> categories, Function<String, Model> models) {
      return new ShoutingGrader(share);
    }
  }

  private record ShoutingGrader(double share) implements Grader {
    @Override
    public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
      String text = Messages.finalText(item.reply().messages());
      long letters = text.codePoints().filter(Character::isLetter).count();
      long capitals = text.codePoints().filter(Character::isUpperCase).count();
      Verdict verdict = Verdict.graded(capitals > share * letters);
      Map<String, Verdict> verdicts = new LinkedHashMap<>();
      categories.forEach(category -> verdicts.put(category, verdict));
      return CompletableFuture.completedFuture(verdicts);
    }

    @Override
    public String fingerprint() {
      return Canonical.sha256("shouting-1", Double.toString(share));
    }

    @Override
    public Population population() {
      return new Population.Everything();
    }

    @Override
    public void close() {}
  }
}
// #type
