package dev.rehearsal.actors.model.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives the reply that was recorded for a prefix, or else for its conversation. The disk is read on
 * threads of its own: an actor never waits for it.
 */
final class RecordedModel implements ModelClient {
  private static final int THREADS = 2;

  private final ReplySpool spool;
  private final JsonNode canonical;
  private final String contentHash;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "recorded-replies");
            thread.setDaemon(true);
            return thread;
          });

  RecordedModel(ReplySpool spool, String contentHash) {
    this.spool = spool;
    this.contentHash = contentHash;
    this.canonical =
        JsonNodeFactory.instance.objectNode().put("type", "recorded").put("content", contentHash);
  }

  /** The same for every prompt: the reply depends on the files and the prefix id alone. */
  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return canonical;
  }

  @Override
  public Optional<String> recording() {
    return Optional.of(contentHash);
  }

  @Override
  public CompletionStage<Outcome> complete(Call call) {
    return CompletableFuture.supplyAsync(() -> read(id(call.prompt())), readers);
  }

  @Override
  public boolean differs(Prompt prompt) {
    return spool.differs(id(prompt), Fingerprint.of(prompt.messages()));
  }

  @Override
  public void close() {
    readers.shutdown();
    spool.close();
  }

  private String id(Prompt prompt) {
    String prefix = prompt.conversationId() + "#" + prompt.messages().size();
    return spool.hasPrefix(prefix) ? prefix : prompt.conversationId();
  }

  private Outcome read(String id) {
    try {
      return spool
          .read(id)
          .<Outcome>map(recorded -> new Outcome.Answered(recorded.reply(), Optional.empty()))
          .orElseGet(() -> Outcome.Failed.terminal("no recorded reply"));
    } catch (IOException e) {
      return Outcome.Failed.fatal(
          "recorded replies cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
