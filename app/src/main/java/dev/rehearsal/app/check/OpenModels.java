package dev.rehearsal.app.check;

import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.actors.run.RunSetup;
import dev.rehearsal.config.Lane;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.streams.pipeline.LaneWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The clients of the models that a run may ask. */
public final class OpenModels implements AutoCloseable {
  private final CheckedPlan checked;
  private final Map<String, ModelClient> clients = new LinkedHashMap<>();

  private OpenModels(CheckedPlan checked) {
    this.checked = checked;
  }

  /**
   * Opens them all, or none.
   *
   * @param lanes false for judges only
   */
  public static OpenModels open(CheckedPlan checked, boolean lanes, OpenContext context) {
    OpenModels models = new OpenModels(checked);
    try {
      for (ModelSpec spec : checked.asked()) {
        if (lanes || checked.judges().contains(spec.name())) {
          models.clients.put(spec.name(), spec.open(context));
        }
      }
      return models;
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  public List<RunSetup.ModelSetup> setups() {
    List<RunSetup.ModelSetup> setups = new ArrayList<>();
    for (ModelSpec spec : checked.asked()) {
      ModelClient client = clients.get(spec.name());
      if (client != null) {
        setups.add(
            new RunSetup.ModelSetup(
                spec.name(),
                client,
                free(spec) ? spec.settings().atNoCost() : spec.settings(),
                checked.judges().contains(spec.name()) ? Priority.JUDGE : Priority.LANE,
                spec.generates(),
                Lendable.fingerprint(spec)));
      }
    }
    return setups;
  }

  /** Hashes of recorded replies, by model; of those that are opened. */
  public Map<String, String> recordings() {
    Map<String, String> recordings = new LinkedHashMap<>();
    clients.forEach(
        (name, client) -> client.recording().ifPresent(hash -> recordings.put(name, hash)));
    return recordings;
  }

  /** Recorded replies were paid for long ago; a model of this machine costs what the plan says. */
  private static boolean free(ModelSpec spec) {
    return !spec.generates() || (spec.host().isEmpty() && spec.settings().price().isEmpty());
  }

  /** A lane that is to work. */
  public static LaneWork laneWork(
      CheckedPlan checked, Lane lane, Optional<Model> model, Predicate<Prompt> prefixDiffers) {
    return new LaneWork(
        lane.name(),
        model,
        checked.model(lane).flatMap(spec -> spec.settings().price()),
        prefixDiffers,
        lane.fraction(),
        lane.samples(),
        checked.plan().sample().seed());
  }

  /** Whether a model's recorded reply belongs to a prefix of other text; never for others. */
  public Predicate<Prompt> prefixDiffers(String model) {
    ModelClient client = clients.get(model);
    return client == null ? prompt -> false : client::differs;
  }

  @Override
  public void close() {
    clients.values().forEach(ModelClient::close);
    clients.clear();
  }
}
