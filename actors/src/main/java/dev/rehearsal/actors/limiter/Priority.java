package dev.rehearsal.actors.limiter;

/** Who is served first when permits are short. */
public enum Priority {
  /** A judge's calls finish what was begun: they go first. */
  JUDGE,
  /** A lane's calls begin something new. */
  LANE
}
