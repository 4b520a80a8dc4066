package dev.rehearsal.actors.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the types of model and reads a plan's models with them. */
public final class ModelTypes {
  private static final String DEFAULTS = "rehearsal.models.";

  private ModelTypes() {}

  /**
   * Reads every block with its type; problems go into the blocks' list, and a model whose type is
   * unknown is left out.
   *
   * @param blocks by the name of the model
   * @throws dev.rehearsal.RehearsalException when a type on the class path cannot be loaded
   */
  public static Map<String, ModelSpec> read(Map<String, Block> blocks) {
    Types<ModelType> types = Types.load("model type", ModelType.class, ModelType::type);
    Map<String, ModelSpec> specs = new LinkedHashMap<>();
    blocks.forEach(
        (name, block) ->
            find(types, block).map(t -> t.read(name, block)).ifPresent(s -> specs.put(name, s)));
    return specs;
  }

  /**
   * A problem for each model that conversations are sent to and that has no price: a budget in
   * dollars could not be kept.
   */
  public static void requirePrices(Map<String, ModelSpec> specs, Map<String, Block> blocks) {
    specs.forEach(
        (name, spec) -> {
          if (spec.host().isPresent() && spec.settings().price().isEmpty()) {
            Optional.ofNullable(blocks.get(name))
                .ifPresent(
                    block ->
                        block.problem(
                            "needs a price, because the plan has a budget in dollars: price {"
                                + " input-per-million = …, output-per-million = … } in US dollars,"
                                + " 0 for a model that costs nothing"));
          }
        });
  }

  /** The block with the defaults of its type, then those of every type; {@code type} is read. */
  public static Block withDefaults(Block block, String type) {
    Config reference = ConfigFactory.defaultReference();
    Config any = reference.getConfig(DEFAULTS + "any");
    String path = DEFAULTS + type;
    Block whole =
        block.withDefaults(
            reference.hasPath(path) ? reference.getConfig(path).withFallback(any) : any);
    whole.has("type");
    return whole;
  }

  private static Optional<ModelType> find(Types<ModelType> types, Block block) {
    if (!block.has("type")) {
      block.problem("needs a type: one of " + types.names());
      return Optional.empty();
    }
    return types.find(block);
  }
}
