package dev.rehearsal.actors.model.http;

import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelType;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.config.Block;

/** The type {@code anthropic}: Anthropic's Messages. */
public final class AnthropicType implements ModelType {
  @Override
  public String type() {
    return "anthropic";
  }

  @Override
  public ModelSpec read(String name, Block plan) {
    Block block = ModelTypes.withDefaults(plan, type());
    HttpSettings http = HttpSettings.read(block);
    ChatSettings chat = ChatSettings.read(block);
    ModelSettings settings = ModelSettings.read(block);
    String version = block.string("version");
    if (!chat.parameters().path("max_tokens").isIntegralNumber()) {
      block.problem("parameters", "needs max_tokens: this API has no default for it");
    }
    block.done();
    return HttpSpec.anthropic(name, http, chat, settings, version);
  }
}
