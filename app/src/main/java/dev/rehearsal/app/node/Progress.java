package dev.rehearsal.app.node;

import dev.rehearsal.actors.cluster.LenderActor;

/** Says what a node did, when it did something. Mutable. */
final class Progress {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Voice voice;
  private LenderActor.Progress last = new LenderActor.Progress(0, 0, 0);
  private long lastAt;

  Progress(Voice voice, long now) {
    this.voice = voice;
    this.lastAt = now;
  }

  /** How it stands at {@code now}, in nanoseconds; says nothing when nothing happened. */
  void at(LenderActor.Progress progress, long now) {
    long since = progress.answered() + progress.unanswered() - last.answered() - last.unanswered();
    if (!progress.equals(last)) {
      voice.progress(progress, since / ((now - lastAt) / NANOS_PER_SECOND));
    }
    last = progress;
    lastAt = now;
  }
}
