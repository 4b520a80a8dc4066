package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong, and what they are told: added to a plan that is right, at line 12. */
class BadPlansTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          nmae = a                                     § nmae is not a key of this block; did you mean name?
          name = "a/b"                                 § name names a folder: letters, digits, dots, hyphens and underscores, was "a/b"
          zzzzzzzz = 1                                 § zzzzzzzz is not a key of this block
          sample.frction = 0.1                         § sample.frction is not a key of this block; did you mean fraction?
          sample.fraction = 0                          § sample.fraction must be above 0 and at most 1, was 0
          sample.fraction = 10                         § sample.fraction must be above 0 and at most 1, was 10; for 10 % write 0.1
          sample.skip = 0.5                            § sample.skip and fraction must be at most 1 together, were 0.5 and 1
          sample.cut = last                            § sample.cut must be one of last-message, last-turn, first-turn, random-turn, trajectory, end, was "last"
          sample.unit = turn                           § sample.unit must be one of conversation, user, was "turn"
          sample.seed = 1.5                            § sample.seed must be a whole number, was 1.5
          sample.seed = [1]                            § sample.seed must be a whole number, was a list
          sample.per-user = 0                          § sample.per-user must be at least 1, was 0
          sample.per-user = 3                          § sample.per-user must be 1 for the estimand traffic, was 3: prefixes of one user are not independent; take one of each, or sample.unit = user, or estimate.estimand = log
          sample.per-user = null                       § sample.per-user must be 1 for the estimand traffic, was null: prefixes of one user are not independent; take one of each, or sample.unit = user, or estimate.estimand = log
          sample.unit = user                           § sample.per-user must be null for sample.unit = user, was 1: all of a user's conversations make the mean
          sample.slices = meta                         § sample.slices must be a list of texts, was "meta"
          sample.budget {}                             § sample.budget must name one sum, such as usd-per-hour = 5, was 0 of them
          sample.budget { usd-per-hour = 5, calls-per-day = 9 } § sample.budget must name one sum, such as usd-per-hour = 5, was 2 of them
          sample.budget { usd-per-hour = 0 }           § sample.budget.usd-per-hour must be above 0, was 0
          sample.budget { usd-per-hour = 1, epoch = 2d } § sample.budget.epoch must be within 1s and 1d, was "2d"
          sample.budget { usd-per-hour = 1, least-fraction = 0 } § sample.budget.least-fraction must be above 0 and at most 1, was 0
          sample.budget { usd-per-hour = 1, least-fraction = 0.2 }, sample.fraction = 0.1 § sample.budget.least-fraction must be at most the fraction, which is 0.1, was 0.2
          sample.keep = [ { field = a } ]              § sample.keep[0] asks one question: one of equals, in, exists, matches, was none
          sample.keep = [ { equals = a } ]             § sample.keep[0].field is missing
          sample.drop = [ { field = a, in = 3 } ]      § sample.drop[0].in must be a list, was 3
          sample.drop = [ { field = a, matches = "(" } ] § sample.drop[0].matches must be a regular expression, was "(": Unclosed group at character 2
          sample.drop = [ { field = a, in = [], exists = on } ] § sample.drop[0] asks one question: one of equals, in, exists, matches, was in and exists
          estimate.target-mix { field = a, shares { b = 1 } } § estimate.target-mix.field must be one of sample.slices, was "a"
          sample.strata { field = a, fractions {} }    § sample.strata.fractions needs at least one value, such as fractions { free = 0.1 }
          sample.strata { field = a, fractions { b = 0 } } § sample.strata.fractions.b must be above 0 and at most 1, was 0
          sample.strata { field = a, fractions { b = 1 }, otherwise = 2 } § sample.strata.otherwise must be above 0 and at most 1, was 2; for 2 % write 0.02
          sample.strata { field = a, fractions { "(other)" = 1 } } § sample.strata.fractions cannot name (other), which stands for other values; take otherwise
          sample.strata { field = a, fractions { "(otherwise)" = 1 }, otherwise = 1 } § sample.strata.fractions cannot name (otherwise), which stands for other values; take otherwise
          sample { slices = [ b ], strata { field = a, fractions { b = 1 } } } § sample.slices cannot be told where sample.strata are drawn, was b: the rates of other slices would be those of the sample, not of the log; leave it out (the strata are shown apart), or leave out sample.strata
          sample.strata { field = a, fractions { b = 1 } }, stop.futility = 0.1 § stop.futility cannot be told where sample.strata are drawn; leave it out
          sample = none                                § sample must be a block, was "none"
          limits.a.requests-per-minute = 0             § limits.a.requests-per-minute must be at least 1, was 0
          limits.a.yield-below = 20                    § limits.a.yield-below must be in (0, 1), was 20; for 20 % write 0.2
          limits.a { requests-per-minute = 9, shared = on } § limits.a.shared needs a server that the runs share; write journal { url = "jdbc:postgresql://…" }, or shared = off
          limits.a { requests-per-minute = 9, shared = on }, journal.retain = 1d § limits.a.shared needs a server that the runs share; write journal { url = "jdbc:postgresql://…" }, or shared = off
          limits.a.shared = on, journal.url = "x"      § limits.a.shared needs requests-per-minute or tokens-per-minute to share
          limits.a.request-per-minute = 9              § limits.a.request-per-minute is not a key of this block; did you mean requests-per-minute?
          limits.a = 9                                 § limits.a must be a block, was 9
          models.new.limits = a                        § models.new.limits names no limits: was "a"; the plan has none
          models.recorded { type = openai }            § models.recorded cannot be a model's name: in lanes it means the recorded reply
          lanes.candidate = nwe                        § lanes.candidate names no model: was "nwe"; did you mean new?
          lanes.candidate = something-else             § lanes.candidate names no model: was "something-else"; there are judge, new, old, tape
          lanes.candidate = recorded                   § lanes.candidate must name a model: the recorded replies are the production lane; replies of another model that were recorded elsewhere are a model of type recorded
          lanes.candidate { fraction = 0.1 }           § lanes.candidate.model is missing
          lanes.candidate { model = new, fraction = 2 } § lanes.candidate.fraction must be above 0 and at most 1, was 2; for 2 % write 0.02
          lanes.candidate { model = new, samples = 0 } § lanes.candidate.samples must be within [1, 100], was 0
          lanes.candidate { model = new, samples = 101 } § lanes.candidate.samples must be within [1, 100], was 101
          lanes.candidate { model = tape, samples = 2 } § lanes.candidate.samples must be 1 for replies that were recorded, was 2: there is one of each; ask a model for more
          lanes.production { model = recorded, samples = 2 } § lanes.production.samples must be 1 for replies that were recorded, was 2: there is one of each; ask a model for more
          lanes.production = new                       § lanes.production must be recorded: a lane that generates is the baseline or the candidate
          lanes.canary = new                           § lanes.canary is not a key of this block
          lanes { production = null, candidate = null } § lanes needs at least one lane, such as production = recorded
          sample.cut = random-turn                     § lanes.candidate calls a model that has no tools to call, while the cut random-turn may remove tool calls; take sample.cut = last-message, or a recorded model
          sample.cut = end                             § lanes.production needs a recorded reply, and the cut end removes none
          graders.lies.judge = jugde                   § graders.lies.judge names no model: was "jugde"; did you mean judge?
          graders.lies.judge = new                     § graders.lies.judge asks new, which is the candidate lane too: a model that grades itself is biased; take another judge, or say why in why-judge-is-lane
          models.judge.model = v2                      § graders.lies.judge asks judge, which is the candidate lane too: a model that grades itself is biased; take another judge, or say why in why-judge-is-lane
          categories = []                              § categories needs at least one category
          categories = none                            § categories must be a list of blocks, was "none"
          categories = [ { id = a } ]                  § categories[0].grader is missing
          categories = [ { grader = lies } ]           § categories[0].id is missing
          categories = [ { id = "a b", grader = lies } ] § categories[0].id is made of letters, digits, dots, hyphens and underscores, was "a b"
          categories = [ { id = a, grader = refusel } ] § categories[0].grader names no grader: was "refusel"; did you mean refusal?
          categories = [ { id = a, grader = lies, tolerance = 5 } ] § categories[0].tolerance must be in (0, 1), was 5; for 5 % write 0.05
          categories = [ { id = a, grader = lies, tolerance = 0 } ] § categories[0].tolerance must be in (0, 1), was 0
          categories = [ { id = a, grader = lies, expected-rate = low } ] § categories[0].expected-rate must be a number, was "low"
          categories = [ { id = a, grader = lies, severity = 9 } ] § categories[0].severity must be within [1, 5], was 9
          categories = [ { id = a, grader = lies, stop { relative = 0.5 } } ] § categories[0].stop.relative must be above 1, was 0.5
          categories = [ { id = a, grader = lies, stop { deadline = 6h } } ] § categories[0].stop.deadline is not a key of this block
          estimate.confidence = 95                     § estimate.confidence must be in (0, 1), was 95; for 95 % write 0.95
          estimate.simultaneous = maybe                § estimate.simultaneous must be on or off, was "maybe"
          estimate.estimand = users                    § estimate.estimand must be one of traffic, log, was "users"
          send-to = ["http://localhost/"]              § send-to lists hosts, such as api.example.com or localhost:8000, was "http://localhost/"
          drift.method = shewhart, categories = [ { id = a, grader = lies, expected-rate = 0.1 } ] § drift.method must be one of e-sr, e-cusum, was "shewhart"
          drift.method = e-sr                          § drift.method has nothing to watch: no category has a rate that is known before the run; write drift.from or expected-rate in those to watch
          drift { method = e-sr, lane = baseline }, categories = [ { id = a, grader = lies, drift { from = 0.1 } } ] § drift.lane must be a lane of the plan, was baseline; write the lane to watch
          drift { method = e-sr, run-length = 10000 }, categories = [ { id = a, grader = lies, drift { from = 0.00001 } } ] § categories[0].drift would take a stream without a hit for an increase from 0.000010: take drift.run-length = 1000000 or more, drift.method = e-cusum, or from = null
          drift.run-length = 1                         § drift.run-length must be above 1, was 1
          drift.direction = up                         § drift.direction must be one of increase, decrease, both, was "up"
          drift.method = e-sr, categories = [ { id = a, grader = lies, drift { from = 0.7 } } ] § categories[0].drift cannot see an increase from 0.7: 1.5 times as much is no rate; take the direction decrease, or from = null
          categories = [ { id = a, grader = lies, drift { form = 0.1 } } ] § categories[0].drift.form is not a key of this block; did you mean from?
          stop.look-every = 0                          § stop.look-every must be at least 1, was 0
          stop.budget-usd = -1                         § stop.budget-usd must be above 0, was -1
          stop.budget-usd = ten                        § stop.budget-usd must be a number, was "ten"
          stop.deadline = 60                           § stop.deadline needs a unit, such as 60s or 6h, was 60
          stop.deadline = soon                         § stop.deadline must be a time with its unit, such as 60s or 6h, was "soon"
          stop.deadline = 0s                           § stop.deadline must be longer than 0, was "0s"
          stop.absolute = 1                            § stop.absolute must be in (0, 1), was 1; for 1 % write 0.01
          stop.equivalence = 1                         § stop.equivalence must be above 1, was 1
          stop.threshold = 0.1                         § stop.threshold is not a key of this block
          quarantine.max-share = 2                     § quarantine.max-share must be within [0, 1], was 2
          reorder-window = 0                           § reorder-window must be at least 1, was 0
          """)
  void saysWhatIsWrongAndWhere(String added, String message) {
    assertThat(Plans.problems(folder, Plans.SMALLEST + added + "\n"))
        .containsExactly("plan.conf:" + line(added) + ": " + message);
  }

  /** A lane's problem stands where the lane does, even when another key brought it about. */
  private static int line(String added) {
    return switch (added) {
      case "sample.cut = random-turn", "sample.cut = end" -> 8;
      case "models.judge.model = v2" -> 9;
      default -> 12;
    };
  }

  @Test
  void saysThatNothingIsThere() {
    assertThat(Plans.problems(folder, "name = empty\n"))
        .containsExactly(
            "plan.conf:1: source is missing",
            "plan.conf:1: lanes needs at least one lane, such as production = recorded",
            "plan.conf:1: categories needs at least one category");
  }

  @Test
  void saysEverythingAtOnceInTheOrderOfReading() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST
                    + "stop.look-every = none\n"
                    + "sample.fraction = 7\n"
                    + "estimate.confidenze = 0.9\n"
                    + "lanes.candidate = nobody\n"))
        .containsExactly(
            "plan.conf:12: stop.look-every must be a whole number, was \"none\"",
            "plan.conf:13: sample.fraction must be above 0 and at most 1, was 7; for 7 % write"
                + " 0.07",
            "plan.conf:14: estimate.confidenze is not a key of this block; did you mean"
                + " confidence?",
            "plan.conf:15: lanes.candidate names no model: was \"nobody\"; there are judge, new,"
                + " old, tape");
  }

  @Test
  void pointsAtTheOtherCategoryOfTheSameId() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST
                    + "categories = [ { id = a, grader = lies }\n{ id = a, grader = lies } ]"))
        .singleElement()
        .asString()
        .startsWith("plan.conf:13: categories[1].id must be unique, was \"a\" as at ")
        .endsWith("plan.conf:12");
  }

  @Test
  void takesAJudgeThatIsALaneWhenThePlanSaysWhy() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST
                    + "graders.lies.judge = new\n"
                    + "why-judge-is-lane = \"a study of self-grading\"\n"))
        .isEmpty();
  }

  @Test
  void letsATrajectoryBeCutForARecordedCandidate() {
    assertThat(
            Plans.problems(
                folder, Plans.SMALLEST + "sample.cut = trajectory\nlanes.candidate = tape\n"))
        .isEmpty();
  }

  @Test
  void refusesAGateOnAnIncreaseOverNothing() {
    String alone =
        Plans.SMALLEST
            + "lanes.production = null\n"
            + "categories = [ { id = lies, grader = lies, max-increase = 2 } ]\n";

    assertThat(Plans.problems(folder, alone))
        .singleElement()
        .asString()
        .startsWith("plan.conf:13: categories[0].max-increase needs a lane");
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST
                    + "categories = [ { id = lies, grader = lies, max-increase = 2 } ]\n"))
        .isEmpty();
  }

  @Test
  void refusesToWatchUsersWhoCountMoreThanOnceEvenInALog() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST
                    + "sample.per-user = null\nestimate.estimand = log\n"
                    + "drift.method = e-sr\n"
                    + "categories = [ { id = a, grader = lies, expected-rate = 0.1 } ]\n"))
        .singleElement()
        .asString()
        .startsWith("plan.conf:14: drift.method cannot watch where a user counts more than once");
  }

  @Test
  void letsOneUserCountTwiceInALog() {
    assertThat(
            Plans.problems(
                folder, Plans.SMALLEST + "sample.per-user = null\nestimate.estimand = log\n"))
        .isEmpty();
  }

  @Test
  void namesTheCommandLineAsTheOrigin() {
    assertThat(Plans.problems(folder, Plans.SMALLEST, Map.of("stop.look-every", "often"), Map.of()))
        .containsExactly(
            "--set stop.look-every=often: stop.look-every must be a whole number, was \"often\"");
  }

  @Test
  void showsAListFromTheCommandLine() {
    assertThat(
            Plans.problems(
                folder, Plans.SMALLEST, Map.of("send-to", "[\"localhost\", \"a b\"]"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("--set send-to=[\"localhost\", \"a b\"]: send-to lists hosts");
  }

  @Test
  void hidesAListFromTheCommandLineThatHoldsASecret() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST,
                Map.of("stop.look-every", "[{ name = n, deep.api-key = sesame }]"),
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("--set stop.look-every=***: ")
        .doesNotContain("sesame");
  }

  @Test
  void hidesWhoIsNamedInAUrlOfTheCommandLine() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST,
                Map.of("send-to", "[\"https://me:sesame@example.org\"]"),
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("--set send-to=[\"https://***@example.org\"]: ")
        .doesNotContain("sesame");
  }

  @Test
  void namesAKeyOfTheCommandLineThatIsNone() {
    assertThat(Plans.problems(folder, Plans.SMALLEST, Map.of("stop..x", "1"), Map.of()))
        .containsExactly(
            "--set stop..x=***: is not a key and a value; write --set stop.budget-usd=5");
  }

  @Test
  void pointsIntoTheIncludedFile() {
    Plans.write(folder, "more.conf", "\nsample { fraction = 3 }\n");

    assertThat(Plans.problems(folder, Plans.SMALLEST + "include \"more.conf\"\n"))
        .containsExactly(
            "more.conf:2: sample.fraction must be above 0 and at most 1, was 3; for 3 % write"
                + " 0.03");
  }

  @Test
  void neverRepeatsAValueOfTheEnvironment() {
    assertThat(
            Plans.problems(
                folder,
                Plans.SMALLEST + "stop { look-every = ${EVERY} }\n",
                Map.of(),
                Map.of("EVERY", "hunter2")))
        .containsExactly(
            "plan.conf:12 (environment variable EVERY): stop.look-every must be a whole number, was"
                + " ***");
  }
}
