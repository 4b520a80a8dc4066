package dev.rehearsal.graders.process;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program writes to its standard error, passed to the log without flooding it. */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final int MOST_LINES = 100;
  private static final int MOST_CHARACTERS = 500;

  private final String name;
  private final AtomicInteger lines = new AtomicInteger();

  Complaints(String name) {
    this.name = name;
  }

  void add(String line) {
    int number = lines.incrementAndGet();
    if (number <= MOST_LINES) {
      String bounded = line.substring(0, Math.min(line.length(), MOST_CHARACTERS));
      // One line stays one line: a program may not forge the log.
      LOG.info("{}: {}", name, bounded.replaceAll("\\p{Cntrl}", " "));
    } else if (number == MOST_LINES + 1) {
      LOG.info("{}: more than {} lines; no further ones are shown", name, MOST_LINES);
    }
  }
}
