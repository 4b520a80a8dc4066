package dev.rehearsal.actors.model;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Knows what attempts cost before and after. A token covers at least one byte of text, so the bytes
 * of the request bound its tokens; the reply is bounded by the request's own parameters or by the
 * setting {@code longest-reply}.
 */
public final class Purse {
  /** About what a token covers; more tokens than most texts need, put right after the call. */
  private static final int BYTES_PER_TOKEN = 3;

  private final ModelClient client;
  private final ModelSettings settings;

  Purse(ModelClient client, ModelSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The most that one attempt can cost. */
  public static Cost worst(ModelClient client, ModelSettings settings, Prompt prompt) {
    Purse purse = new Purse(client, settings);
    return purse.worst(purse.mostInputTokens(prompt));
  }

  /** What one attempt can cost for its reply alone. */
  public static Cost longestReply(ModelSettings settings) {
    return new Cost(1, settings.longestReply(), usd(settings, 0, settings.longestReply()));
  }

  /** An upper bound of the request's tokens. */
  long mostInputTokens(Prompt prompt) {
    return client.canonicalRequest(prompt).toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Tokens that a limiter should hold for the attempt. */
  long expectedTokens(Job job) {
    return job.inputTokens / BYTES_PER_TOKEN + settings.longestReply();
  }

  /** The most that the attempt can cost. */
  Cost worst(Job job) {
    return worst(job.inputTokens);
  }

  private Cost worst(long inputTokens) {
    return new Cost(
        1,
        inputTokens + settings.longestReply(),
        usd(settings, inputTokens, settings.longestReply()));
  }

  /**
   * What the attempt did cost: as the provider counted it; the worst case where a reply may have
   * been charged without a count; nothing where it was not made; else the call alone.
   */
  Cost actual(Job job, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      Optional<Reply.Usage> usage = answered.reply().usage();
      return usage
          .map(
              u ->
                  new Cost(
                      1,
                      u.inputTokens() + u.outputTokens(),
                      usd(settings, u.inputTokens(), u.outputTokens())))
          .orElseGet(() -> worst(job));
    }
    if (outcome instanceof Outcome.Stranded
        || (outcome instanceof Outcome.Failed failed && failed.maybeBilled())) {
      return worst(job);
    }
    return outcome instanceof Outcome.Lapsed ? Cost.NOTHING : new Cost(1, 0, 0);
  }

  private static double usd(ModelSettings settings, long inputTokens, long outputTokens) {
    return settings.price().map(price -> price.of(inputTokens, outputTokens)).orElse(0.0);
  }
}
