package dev.rehearsal.estimate;

/** What a stop rule has concluded about a rate or a comparison; all but the first are final. */
public enum State {
  /** Not yet: more prefixes are needed. */
  UNDECIDED,
  /** The interval is as narrow as was asked. */
  PRECISE,
  /** The rate is below its threshold. */
  BELOW,
  /** The rate is above its threshold. */
  ABOVE,
  /** The compared lane violates more often than the reference lane. */
  INCREASED,
  /** The compared lane violates less often than the reference lane. */
  DECREASED,
  /** The two lanes differ by less than the factor that was asked. */
  EQUIVALENT,
  /** Given up: what can still be read would hardly settle it. No claim about the rate. */
  FUTILE
}
