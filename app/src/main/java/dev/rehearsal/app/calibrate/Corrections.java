package dev.rehearsal.app.calibrate;

import dev.rehearsal.calibrate.CorrectedRate;
import dev.rehearsal.calibrate.CorrectedRate.NotKnown;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rate of hits by every way of correcting that the labels allow. One is recommended, by a rule
 * that does not look at the numbers: the first that is known of those whose limits hold for any
 * counts.
 *
 * @param hits flags and the rest, each part weighed by its size
 * @param confirmed flags that people confirm, without what the grader missed
 * @param withMisses the confirmed rate over the sensitivity
 * @param drawn from the chances with which labels were drawn: active, or prediction-powered
 * @param roganGladen from the rate of flags and the grader's errors
 */
record Corrections(
    CorrectedRate hits,
    CorrectedRate confirmed,
    CorrectedRate withMisses,
    CorrectedRate drawn,
    CorrectedRate roganGladen) {

  /** A way to the rate, with the words for it and its field in JSON. */
  enum Way {
    HITS("hits", "hits, flagged or not", "flags and the rest, each part weighed by its size"),
    CONFIRMED("confirmed", "confirmed flags", "without the hits that the grader missed"),
    WITH_MISSES("withMisses", "with misses", "confirmed flags over the sensitivity, at its worst"),
    DRAWN("drawn", "drawn labels", "each label by its chance to be drawn; about, for many labels"),
    ROGAN_GLADEN(
        "roganGladen", "Rogan-Gladen", "flags less the grader's errors; about, for many labels");

    private final String field;
    private final String title;
    private final String what;

    Way(String field, String title, String what) {
      this.field = field;
      this.title = title;
      this.what = what;
    }

    String field() {
      return field;
    }

    String title() {
      return title;
    }

    String what() {
      return what;
    }
  }

  /** The way that is recommended; that of the hits, not known, while no way is. */
  Way recommended() {
    return hits.known().isEmpty() && confirmed.known().isPresent() ? Way.CONFIRMED : Way.HITS;
  }

  /** The recommended rate. */
  CorrectedRate best() {
    return by(recommended());
  }

  CorrectedRate by(Way way) {
    return switch (way) {
      case HITS -> hits;
      case CONFIRMED -> confirmed;
      case WITH_MISSES -> withMisses;
      case DRAWN -> drawn;
      case ROGAN_GLADEN -> roganGladen;
    };
  }

  /** All but the recommended one. */
  Map<Way, CorrectedRate> also() {
    Map<Way, CorrectedRate> also = new LinkedHashMap<>();
    for (Way way : Way.values()) {
      if (way != recommended()) {
        also.put(way, by(way));
      }
    }
    return also;
  }

  /** Why a way for one look does not tell of a run that stopped itself. */
  static CorrectedRate stopped() {
    return new NotKnown(
        "the run may have stopped by its flags, and these limits are for an end fixed before");
  }
}
