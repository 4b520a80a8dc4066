package dev.rehearsal.app.check;

import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.conversation.Canonical;
import java.util.Optional;

/** Which models a node may ask for a run. */
public final class Lendable {
  private Lendable() {}

  /**
   * The hash of all settings of a model that can change a reply, if its calls may be made anywhere:
   * those of models behind HTTP. Run and node must have the same.
   */
  public static Optional<String> fingerprint(ModelSpec model) {
    return model.generates() && model.host().isPresent()
        ? Optional.of(Canonical.sha256(Canonical.json(model.canonicalSettings())))
        : Optional.empty();
  }
}
