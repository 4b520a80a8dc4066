package dev.rehearsal.actors.simulated;

/**
 * A stream of cheap random numbers from one hash: SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", 2014). Ours, because the JDK does not promise that
 * its own stays the same from release to release. Not thread-safe: one reply's own.
 */
final class Draws {
  private long state;

  Draws(long state) {
    this.state = state;
  }

  /** Uniform within [0, 1). */
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Uniform within [0, bound), up to a bias of bound / 2^31. */
  int below(int bound) {
    return (int) ((next() >>> 33) * bound >>> 31);
  }

  private long next() {
    state += 0x9e3779b97f4a7c15L;
    long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
