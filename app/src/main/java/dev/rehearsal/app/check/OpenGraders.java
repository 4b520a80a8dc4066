package dev.rehearsal.app.check;

import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Population;
import dev.rehearsal.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** The graders that the plan's categories name. */
public final class OpenGraders implements AutoCloseable {
  private final Map<String, Grader> graders = new LinkedHashMap<>();

  private OpenGraders() {}

  /** Opens them all, or none. */
  public static OpenGraders open(CheckedPlan checked, Function<String, Model> judges) {
    OpenGraders open = new OpenGraders();
    try {
      for (String name : checked.gradersInUse()) {
        open.graders.put(
            name,
            Objects.requireNonNull(checked.graders().get(name))
                .open(checked.categoriesOf(name), judges));
      }
      return open;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  public Map<String, Grader> byName() {
    return graders;
  }

  /** Of each grader, by name. */
  public Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    graders.forEach((name, grader) -> fingerprints.put(name, grader.fingerprint()));
    return fingerprints;
  }

  public Population population(String grader) {
    return Objects.requireNonNull(graders.get(grader), () -> "no grader " + grader).population();
  }

  /** The populations that are known before the run, in the order of the graders. */
  public List<Predicate<String>> populations() {
    List<Predicate<String>> predicates = new ArrayList<>();
    for (Grader grader : graders.values()) {
      predicates.add(
          grader.population() instanceof Population.Known known ? known.contains() : id -> true);
    }
    return predicates;
  }

  /** Where a grader's population stands among {@link #populations}. */
  public int index(String grader) {
    return List.copyOf(graders.keySet()).indexOf(grader);
  }

  @Override
  public void close() {
    graders.values().forEach(Grader::close);
    graders.clear();
  }
}
