package dev.rehearsal.actors.model.http;

import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelType;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.config.Block;

/** The type {@code openai}: any endpoint that speaks OpenAI's chat completions. */
public final class OpenAiType implements ModelType {
  @Override
  public String type() {
    return "openai";
  }

  @Override
  public ModelSpec read(String name, Block plan) {
    Block block = ModelTypes.withDefaults(plan, type());
    HttpSettings http = HttpSettings.read(block);
    ChatSettings chat = ChatSettings.read(block);
    ModelSettings settings = ModelSettings.read(block);
    block.done();
    return HttpSpec.openAi(name, http, chat, settings);
  }
}
