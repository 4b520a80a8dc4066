package dev.rehearsal.graders.rule;

import dev.rehearsal.config.PatternBudget;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.util.ArrayList;
import java.util.List;

/** A predicate over a reply. Pure: the same subject gives the same finding. */
interface Rule {

  /**
   * @throws PatternBudget.Exceeded when a pattern takes too many steps
   */
  Finding test(Subject subject);

  /**
   * What a rule found.
   *
   * @param holds whether the predicate is true of the reply
   * @param evidence what it rests on; may be empty, and is when nothing was found
   */
  record Finding(boolean holds, List<Evidence> evidence) {
    private static final int MOST_CHARACTERS = 300;

    public Finding {
      evidence = List.copyOf(evidence);
    }

    static Finding of(boolean holds) {
      return new Finding(holds, List.of());
    }

    /** A finding that holds, with the words it rests on, cut to 300 characters. */
    static Finding quoting(String quote, String note) {
      String bounded =
          quote.length() <= MOST_CHARACTERS ? quote : quote.substring(0, MOST_CHARACTERS) + "…";
      return new Finding(true, List.of(new Evidence(bounded, note)));
    }
  }

  /** Holds when every rule does; evaluated in order, up to the first that does not. */
  static Rule all(List<Rule> rules) {
    return subject -> {
      List<Evidence> evidence = new ArrayList<>();
      for (Rule rule : rules) {
        Finding finding = rule.test(subject);
        if (!finding.holds()) {
          return Finding.of(false);
        }
        evidence.addAll(finding.evidence());
      }
      return new Finding(true, evidence);
    };
  }

  /** Holds when one rule does; evaluated in order, up to the first that does. */
  static Rule any(List<Rule> rules) {
    return subject -> {
      for (Rule rule : rules) {
        Finding finding = rule.test(subject);
        if (finding.holds()) {
          return finding;
        }
      }
      return Finding.of(false);
    };
  }

  /** Holds when the rule does not. */
  static Rule not(Rule rule) {
    return subject -> Finding.of(!rule.test(subject).holds());
  }
}
