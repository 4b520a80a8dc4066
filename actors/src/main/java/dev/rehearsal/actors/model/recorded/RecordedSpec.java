package dev.rehearsal.actors.model.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.model.ModelClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * @param given the paths as the plan has them
 * @param paths the same, from the plan's folder
 * @param whereModel only records of this model, where a file holds several
 */
record RecordedSpec(
    String name,
    ModelSettings settings,
    List<String> given,
    List<Path> paths,
    Optional<String> whereModel)
    implements ModelSpec {

  @Override
  public Optional<String> host() {
    return Optional.empty();
  }

  @Override
  public boolean generates() {
    return false;
  }

  @Override
  public JsonNode canonicalSettings() {
    ObjectNode canonical = JsonNodeFactory.instance.objectNode();
    canonical.put("type", "recorded");
    given.forEach(canonical.withArray("/paths")::add);
    whereModel.ifPresent(model -> canonical.put("where-model", model));
    return canonical;
  }

  @Override
  public ModelClient open(OpenContext context) {
    RecordReader reader = new RecordReader(context.cut(), whereModel);
    ReplySpool spool = ReplySpool.create(context.scratch());
    try {
      for (Path path : paths) {
        reader.read(path, spool::add);
      }
      spool.finish();
    } catch (RuntimeException e) {
      spool.close();
      throw e;
    }
    return new RecordedModel(spool, reader.contentHash());
  }
}
