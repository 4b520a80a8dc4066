package dev.rehearsal.config;

import dev.rehearsal.multiplicity.ErrorShares;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The whole configuration of a run: read once, validated. The blocks of source, models, graders and
 * journal are raw: the module that owns their type reads them.
 *
 * @param name names the run's folder: letters, digits, dots, hyphens and underscores
 * @param file the plan's file
 * @param text the plan before substitution, includes merged, literal secrets masked: what the
 *     journal keeps
 * @param source where conversations come from
 * @param limits by credential
 * @param models by name
 * @param lanes in the order production, baseline, candidate; at least one
 * @param graders by name
 * @param categories in the plan's order; at least one
 * @param drift alarms for rates that move; empty for none
 * @param windows of time in which rates are kept too
 * @param group how several processes count together; empty for each by itself
 * @param sendTo hosts that conversations may be sent to without asking
 * @param whyJudgeIsLane why a judge may be one of the lanes, when one is
 * @param note what a reader of the result should know
 * @param reorderWindow most admissions past the watermark; empty for 64 times the calls in flight
 * @param journal where the journal is to lie; empty for the run's folder
 * @param publish where what a run finds goes while it is under way; empty for nowhere
 * @param certificates folder of what graders were found to be worth; empty when none was checked
 * @param monitor metrics and health
 * @param cluster where other machines may lend their hands
 */
public record Plan(
    String name,
    Path file,
    String text,
    Block source,
    Sample sample,
    Map<String, Limits> limits,
    Map<String, Block> models,
    List<Lane> lanes,
    Map<String, Block> graders,
    List<Category> categories,
    Estimate estimate,
    Optional<Drift> drift,
    Windows windows,
    Optional<Group> group,
    List<String> sendTo,
    Stop stop,
    Quarantine quarantine,
    Optional<String> whyJudgeIsLane,
    Optional<String> note,
    OptionalInt reorderWindow,
    Optional<Block> journal,
    Optional<Block> publish,
    Optional<Path> certificates,
    Monitor monitor,
    Cluster cluster) {

  public Plan {
    limits = Map.copyOf(limits);
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    lanes = List.copyOf(lanes);
    graders = Collections.unmodifiableMap(new LinkedHashMap<>(graders));
    categories = List.copyOf(categories);
    sendTo = List.copyOf(sendTo);
  }

  /** The same with other lanes: at least one, in the order of roles. */
  public Plan withLanes(List<Lane> others) {
    return new Plan(
        name,
        file,
        text,
        source,
        sample,
        limits,
        models,
        others,
        graders,
        categories,
        estimate,
        drift,
        windows,
        group,
        sendTo,
        stop,
        quarantine,
        whyJudgeIsLane,
        note,
        reorderWindow,
        journal,
        publish,
        certificates,
        monitor,
        cluster);
  }

  /** The lane with this role, if the plan has one. */
  public Optional<Lane> lane(Lane.Role role) {
    return lanes.stream().filter(lane -> lane.role() == role).findFirst();
  }

  /**
   * The block of a model that the plan has.
   *
   * @throws IllegalArgumentException when it has none of this name
   */
  public Block model(String model) {
    return named("model", model, models);
  }

  /**
   * The block of a grader that the plan has.
   *
   * @throws IllegalArgumentException when it has none of this name
   */
  public Block grader(String grader) {
    return named("grader", grader, graders);
  }

  /**
   * Every pair of lanes in every category: production with baseline, each with the candidate. None
   * where users count: prefixes of one user are no independent pairs.
   */
  public List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    if (sample.byUser()) {
      return comparisons;
    }
    for (Category category : categories) {
      for (int a = 0; a < lanes.size(); a++) {
        for (Lane b : lanes.subList(a + 1, lanes.size())) {
          comparisons.add(
              new Comparison(
                  category.id(), lanes.get(a).name(), b.name(), b.role() == Lane.Role.CANDIDATE));
        }
      }
    }
    return comparisons;
  }

  /** The categories that are watched for drift, in the plan's order. */
  public List<Category> driftWatched() {
    return drift.isEmpty()
        ? List.of()
        : categories.stream().filter(category -> category.driftFrom().isPresent()).toList();
  }

  /** K: how many estimates share the error; the headline (category, lane) pairs + comparisons. */
  public int namedEstimates() {
    return categories.size() * lanes.size() + comparisons().size();
  }

  /**
   * The error that one named estimate of a category may have: when simultaneous, its share of 1 −
   * confidence by weight, and (1 − confidence) / K for equal weights.
   */
  public double alphaPerEstimate(Category category) {
    double alpha = 1 - estimate.confidence();
    if (!estimate.simultaneous()) {
      return alpha;
    }
    int namedOfEach = namedEstimates() / categories.size();
    double weights = categories.stream().mapToDouble(Category::weight).sum() * namedOfEach;
    return new ErrorShares(alpha, weights).of(category.weight());
  }

  private static Block named(String kind, String name, Map<String, Block> blocks) {
    Block block = blocks.get(name);
    if (block == null) {
      throw new IllegalArgumentException("the plan has no " + kind + " " + name);
    }
    return block;
  }
}
