package dev.rehearsal.app.calibrate;

import java.util.Optional;

/**
 * What one person says of one reply in one category.
 *
 * @param prefix id of the prefix, as in the journal: conversation, {@code #}, messages
 * @param author who says it; empty when the file does not tell
 * @param ask id of the ask that drew the reply, if one did
 */
record HumanLabel(
    String prefix,
    String lane,
    String category,
    Value value,
    String author,
    Optional<String> ask,
    String where) {

  /** A label's value. */
  enum Value {
    /** The reply shows the behaviour. */
    HIT,
    /** It does not. */
    CLEAN,
    /** The person looked and could not decide. */
    UNSURE
  }
}
