package dev.rehearsal.actors.model;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks that are not under way: new ones, those that wait for their next attempt, and those for
 * which it is time. Mutable; owned by one actor.
 */
final class Backlog {
  private final TimerScheduler<ModelActor.Command> timers;
  private final Deque<Job> fresh = new ArrayDeque<>();
  private final Deque<Job> due = new ArrayDeque<>();
  private final Set<Job> waiting = new LinkedHashSet<>();
  private boolean held;

  Backlog(TimerScheduler<ModelActor.Command> timers) {
    this.timers = timers;
  }

  void add(Job job) {
    fresh.add(job);
  }

  /** Keeps a job until {@code wait} has passed; then the actor is told that it is due. */
  void retryAfter(Job job, Duration wait) {
    waiting.add(job);
    timers.startSingleTimer(job, new ModelActor.RetryDue(job), wait);
  }

  /** The wait of a job is over. */
  void due(Job job) {
    if (waiting.remove(job)) {
      due.add(job);
    }
  }

  /** Whether no job may start for now. */
  void hold(boolean held) {
    this.held = held;
  }

  /** Whether a job could start now. */
  boolean ready() {
    return !held && !(due.isEmpty() && fresh.isEmpty());
  }

  /** Takes the next that could start: those that were begun go first. */
  Job next() {
    return due.isEmpty() ? fresh.remove() : due.remove();
  }

  int size() {
    return fresh.size() + due.size() + waiting.size();
  }

  /** Takes all of them, those that were begun first. */
  List<Job> drain() {
    waiting.forEach(timers::cancel);
    List<Job> all = new ArrayList<>(waiting);
    all.addAll(due);
    all.addAll(fresh);
    waiting.clear();
    due.clear();
    fresh.clear();
    return all;
  }
}
