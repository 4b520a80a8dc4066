package dev.rehearsal.dependence;

import java.util.OptionalDouble;

/**
 * Running sums over clusters, such as the prefixes of one user, from which the spread between
 * clusters follows. Memory is constant. Not thread-safe: owned by one estimator.
 *
 * <p>Sources: Kish (1965) for the design effect; Cochran (1977) and Miller (2024) for the variance
 * of a ratio; docs/methods.md, "Clusters".
 */
public final class ClusterTally {
  private long clusters;
  private double members;
  private double hits;
  private double squaredMembers;
  private double squaredHits;
  private double products;

  /**
   * Counts a cluster that is complete; one without members counts as nothing.
   *
   * @throws IllegalArgumentException unless 0 ≤ hits ≤ members
   */
  public void add(long clusterHits, long clusterMembers) {
    if (!(0 <= clusterHits && clusterHits <= clusterMembers)) {
      throw new IllegalArgumentException(
          "a cluster's hits must be in [0, members], were %d of %d"
              .formatted(clusterHits, clusterMembers));
    }
    if (clusterMembers == 0) {
      return;
    }
    clusters++;
    members += clusterMembers;
    hits += clusterHits;
    squaredMembers += (double) clusterMembers * clusterMembers;
    squaredHits += (double) clusterHits * clusterHits;
    products += (double) clusterHits * clusterMembers;
  }

  /** How many clusters have a member. */
  public long clusters() {
    return clusters;
  }

  /** Hits over members: the rate by prefixes; empty without a member. */
  public OptionalDouble rate() {
    return members == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits / members);
  }

  /**
   * Standard error of {@link #rate} that allows for clusters, for one look at a finished sample:
   * the root of G/(G−1) · Σ(h − p·m)² / (Σm)². Empty with fewer than two clusters.
   */
  public OptionalDouble standardError() {
    if (clusters < 2) {
      return OptionalDouble.empty();
    }
    double rate = hits / members;
    double spread = Math.max(0, squaredHits - 2 * rate * products + rate * rate * squaredMembers);
    double correction = clusters / (clusters - 1.0);
    return OptionalDouble.of(Math.sqrt(correction * spread) / members);
  }

  /**
   * The design effect: how many times as large the variance of {@link #rate} is as that of so many
   * independent prefixes. Empty with fewer than two clusters, or while all prefixes are alike.
   */
  public OptionalDouble designEffect() {
    OptionalDouble error = standardError();
    double independent = members == 0 ? 0 : hits / members * (1 - hits / members) / members;
    return error.isEmpty() || independent == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(error.getAsDouble() * error.getAsDouble() / independent);
  }
}
