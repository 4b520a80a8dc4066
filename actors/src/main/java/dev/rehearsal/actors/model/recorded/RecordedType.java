package dev.rehearsal.actors.model.recorded;

import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelType;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.config.Block;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The type {@code recorded}: replies out of JSON Lines files. */
public final class RecordedType implements ModelType {
  @Override
  public String type() {
    return "recorded";
  }

  @Override
  public ModelSpec read(String name, Block plan) {
    Block block = ModelTypes.withDefaults(plan, type());
    ModelSettings settings = ModelSettings.read(block);
    List<String> given = block.strings("paths");
    List<Path> paths = given.stream().map(block::resolve).toList();
    if (given.isEmpty()) {
      block.problem("paths", "names no file: give at least one, of JSON Lines, plain or .gz");
    }
    Optional<String> whereModel = block.optionalString("where-model");
    block.done();
    return new RecordedSpec(name, settings, given, paths, whereModel);
  }
}
