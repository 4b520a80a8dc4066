package dev.rehearsal.streams.pipeline;

import dev.rehearsal.actors.model.Price;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.sampling.Uniform;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One lane, ready to reply.
 *
 * @param name as in the plan
 * @param model who is asked; empty for the recorded reply itself
 * @param price of the model's tokens, if known
 * @param prefixDiffers whether a recorded reply belongs to a prefix of other text
 * @param fraction of the prefixes that the lane takes part in, within (0, 1]
 * @param samples how many replies it gives to each prefix, at least 1
 * @param seed of the run
 */
public record LaneWork(
    String name,
    Optional<Model> model,
    Optional<Price> price,
    Predicate<Prompt> prefixDiffers,
    double fraction,
    int samples,
    long seed) {

  /** Whether this lane replies to the conversation: the same on every run and node. */
  public boolean takes(String conversationId) {
    return fraction >= 1 || Uniform.of("lane/" + name, seed, conversationId) < fraction;
  }
}
