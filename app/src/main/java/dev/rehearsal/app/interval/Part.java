package dev.rehearsal.app.interval;

/** What a question may say besides hits, confidence and method. */
enum Part {
  TRIALS("trials", "--trials", "the number of trials"),
  EXPECTED_RATE(
      "expectedRate", "--expected-rate", "a rate expected before the data were seen, in (0, 1)"),
  POPULATION("population", "--population", "the size of the log that the trials are drawn from"),
  EXPOSURE("exposure", "--exposure", "how much was watched, in the unit of the rate"),
  DEVIATION("sd", "--sd", "the standard deviation of a score"),
  FIRST_LOOK("firstLook", "--first-look", "the trials at the first look; each next is at twice"),
  LOOKS("looks", "--looks", "how many looks were planned");

  private final String field;
  private final String option;
  private final String meaning;

  Part(String field, String option, String meaning) {
    this.field = field;
    this.option = option;
    this.meaning = meaning;
  }

  /** Its name in a line of JSON. */
  String field() {
    return field;
  }

  /** Its name on the command line. */
  String option() {
    return option;
  }

  /** What it is, for a person who left it out. */
  String meaning() {
    return meaning;
  }
}
