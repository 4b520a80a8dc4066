package dev.rehearsal.graders.labels;

import dev.rehearsal.graders.labels.LabelIndex.Label;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The labels of a file.
 *
 * @param byReply by id and model
 * @param byConversation {@link Label#NOT_APPLICABLE} where the label is null, for each id
 * @param models whose replies the lines label; empty when no line names one
 * @param anyNull whether a label is null
 * @param nullnessDependsOnModel whether some id has a null label for one model and not for another
 * @param sha256 of the file as it lies there
 */
record Labels(
    LabelIndex byReply,
    LabelIndex byConversation,
    Set<String> models,
    boolean anyNull,
    boolean nullnessDependsOnModel,
    String sha256) {
  Labels {
    models = Collections.unmodifiableSet(new LinkedHashSet<>(models));
  }

  static String key(String id, String model) {
    return id + '\0' + model;
  }

  /** The label of a conversation's reply by {@code model}. */
  Label of(String id, Optional<String> model) {
    return byReply.get(key(id, models.isEmpty() ? "" : model.orElse("")));
  }

  /** Whether replies by {@code model} are labelled at all. */
  boolean about(Optional<String> model) {
    return models.isEmpty() || model.filter(models::contains).isPresent();
  }

  /** False when the conversation's label is null. */
  boolean applies(String id) {
    return byConversation.get(id) != Label.NOT_APPLICABLE;
  }
}
