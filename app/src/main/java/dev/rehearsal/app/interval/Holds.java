package dev.rehearsal.app.interval;

import java.util.Locale;

/** When an interval may be trusted. */
enum Holds {
  AT_EVERY_LOOK("at every look: stop when you like"),
  ABOUT_AT_EVERY_LOOK("at every look, about: for many hits"),
  AT_PLANNED_LOOKS("at the planned looks, not between"),
  AT_ONE_LOOK("at one look, fixed in advance");

  private final String sentence;

  Holds(String sentence) {
    this.sentence = sentence;
  }

  /** For a person. */
  String sentence() {
    return sentence;
  }

  /** For a program: {@code at-every-look}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
