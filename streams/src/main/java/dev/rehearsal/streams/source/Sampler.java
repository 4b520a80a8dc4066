package dev.rehearsal.streams.source;

import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.source.FiniteLog.Chosen;
import dev.rehearsal.streams.source.Screening.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Decides which candidates of a finite log are sampled. Without a per-user cap a row is two
 * numbers, and only the smallest rows are kept when there is a limit. A cap has to see every
 * conversation of a user before it knows the smallest hashes, so with one every candidate has a
 * row, with its user, its stratum and its populations; those that are kept are then put in the
 * order of their {@link UserPlaces}. Not thread-safe.
 */
final class Sampler {
  private static final int ORDER = 0;
  private static final int POSITION = 1;
  private static final int USER = 2;
  private static final int STRATUM = 3;
  private static final int MEMBERSHIP = 4;
  private static final long NOT_SPOOLED = -1;
  private static final int NO_STRATUM = -1;

  /** Stands for a conversation that nobody's cap counts; no hash of a user is ever this. */
  private static final long NO_USER = 0;

  private final Sample sample;
  private final OptionalLong limit;
  private final int perUser;
  private final UserPlaces places;
  private final List<Predicate<String>> populations;
  private final Spool spool;
  private final Tally tally;
  private final SampleIndex index;
  private final long[] sizes;
  private final StratumTally strata;
  private long total;

  Sampler(Preparation preparation, Spool spool, Tally tally) {
    this.sample = preparation.sample();
    this.limit = preparation.maxPrefixes();
    this.perUser = sample.perUser().orElse(0);
    this.places = new UserPlaces(sample);
    this.populations = preparation.populations();
    this.spool = spool;
    this.tally = tally;
    this.sizes = new long[populations.size()];
    this.strata = new StratumTally(preparation);
    this.index =
        perUser == 0
            ? new SampleIndex(
                2, sample.byUser() ? Long.MAX_VALUE : Math.max(1, limit.orElse(Long.MAX_VALUE)))
            : new SampleIndex(MEMBERSHIP + words(), Long.MAX_VALUE);
  }

  /** Takes a candidate, read from {@code line} of a part of the log. */
  void take(Candidate candidate, int part, Line line) {
    long[] membership = membership(candidate.sampled().prefix().conversationId());
    if (perUser > 0) {
      long[] row = new long[MEMBERSHIP + words()];
      row[ORDER] = candidate.order();
      row[USER] = candidate.user().map(user -> user == NO_USER ? 1 : user).orElse(NO_USER);
      row[POSITION] = mayTake(candidate, row[USER]) ? spool(candidate, part, line) : NOT_SPOOLED;
      row[STRATUM] = candidate.stratum().orElse(NO_STRATUM);
      System.arraycopy(membership, 0, row, MEMBERSHIP, membership.length);
      index.add(row);
      return;
    }
    boolean taken = candidate.drawn() && sample.takes(Uniform.of(candidate.order()));
    count(membership, candidate.stratum().orElse(NO_STRATUM), taken);
    if (!taken) {
      tally.unsampled(1);
      return;
    }
    tally.sampled(1);
    if (index.wants(candidate.order())) {
      index.add(candidate.order(), spool(candidate, part, line));
    }
  }

  /** The order of admission; nothing may be taken after it. */
  Chosen finish() {
    index.sort();
    if (perUser > 0) {
      cap();
      index.sort();
    }
    if (limit.isPresent() && limit.getAsLong() < index.size()) {
      index.truncate((int) limit.getAsLong());
    }
    List<Long> counted = new ArrayList<>();
    for (long size : sizes) {
      counted.add(size);
    }
    return new Chosen(index.column(POSITION), total, counted, strata.strata());
  }

  private boolean mayTake(Candidate candidate, long user) {
    return candidate.drawn()
        && (user == NO_USER ? sample.takes(Uniform.of(candidate.order())) : places.mayTake(user));
  }

  /** Of each user the first rows only: they have the smallest hashes. Each gets its place. */
  private void cap() {
    LongCounts users = new LongCounts();
    int kept = 0;
    int rows = index.size();
    for (int row = 0; row < rows; row++) {
      long user = index.get(row, USER);
      long place = index.get(row, ORDER);
      if (user != NO_USER) {
        int rank = users.increment(user);
        if (rank > perUser) {
          continue;
        }
        place = places.of(user, rank);
      }
      long[] membership = new long[words()];
      for (int word = 0; word < membership.length; word++) {
        membership[word] = index.get(row, MEMBERSHIP + word);
      }
      boolean taken = index.get(row, POSITION) != NOT_SPOOLED && sample.takes(Uniform.of(place));
      count(membership, (int) index.get(row, STRATUM), taken);
      if (taken) {
        index.move(row, kept);
        index.setFirst(kept++, place);
      }
    }
    index.truncate(kept);
    tally.sampled(kept);
    tally.unsampled(rows - (long) kept);
  }

  private long spool(Candidate candidate, int part, Line line) {
    return spool.append(part, line.number(), candidate.occurrence(), line.bytes(), line.length());
  }

  private int words() {
    return (populations.size() + Long.SIZE - 1) / Long.SIZE;
  }

  /** One bit for each population that the conversation lies in. */
  private long[] membership(String id) {
    long[] bits = new long[words()];
    for (int i = 0; i < populations.size(); i++) {
      if (populations.get(i).test(id)) {
        bits[i / Long.SIZE] |= 1L << i;
      }
    }
    return bits;
  }

  private void count(long[] membership, int stratum, boolean taken) {
    total++;
    if (stratum != NO_STRATUM) {
      strata.count(stratum, taken, membership);
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] += membership[i / Long.SIZE] >>> i & 1;
    }
  }
}
