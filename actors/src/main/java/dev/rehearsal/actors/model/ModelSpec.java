package dev.rehearsal.actors.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.model.ModelClient;
import java.util.Optional;
import java.util.OptionalInt;

/** A validated model block, ready to be opened. Holds no connection and no thread. */
public interface ModelSpec {

  /** Its name in the plan. */
  String name();

  /** The host that conversations go to, without port; empty when nothing leaves this machine. */
  Optional<String> host();

  /** The port at that host; empty when there is no host. */
  default OptionalInt port() {
    return OptionalInt.empty();
  }

  /** True when replies are made anew; false when they are recorded ones. */
  boolean generates();

  /** What its actor needs: limits, patience, price. */
  ModelSettings settings();

  /**
   * The settings that can change a reply, for the digest: no secret, URL, limit or price. Equal
   * settings give equal trees.
   */
  JsonNode canonicalSettings();

  /**
   * Opens it: reads its files, prepares its connections.
   *
   * @throws dev.rehearsal.RehearsalException when a file is not usable
   */
  ModelClient open(OpenContext context);
}
