package dev.rehearsal.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.sampling.Epoch;
import dev.rehearsal.sampling.EpochRule;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run's fractions in its journal: one event for each epoch and each process, with the admission
 * that it begins with, where its epoch stands, and what came of the epoch before. An admission was
 * taken with the fraction of the last event whose {@code from} is not after it.
 *
 * @param budget of the plan
 */
record FractionLog(
    Journal journal, JournalReader reader, InstantSource clock, Optional<FractionBudget> budget) {
  /** The kind of an event that says which fraction holds from here on. */
  static final String BEGINS = "sample-fraction";

  /** The kind of an event that says what a person set. */
  static final String SET = "sample-fraction-set";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An epoch that goes on.
   *
   * @param began by the wall's clock
   * @param from the first admission of it
   * @param spent by the run before it, in the budget's unit
   * @param offered messages of it so far
   */
  record Begun(Instant began, long from, double spent, double offered) {}

  /**
   * What an earlier process left.
   *
   * @param most that a person set last
   * @param state after the last event
   * @param ofThisBudget whether it belongs to a budget in the plan's unit
   * @param from admission of the last event
   * @param epoch that went on at the last event; empty where an older version wrote it, or of
   *     another budget
   * @param changes how many different fractions held, one after the other
   * @param least of them; not a number when there was none
   * @param greatest of them; not a number when there was none
   */
  record Kept(
      OptionalDouble most,
      EpochRule.State state,
      boolean ofThisBudget,
      long from,
      Optional<Begun> epoch,
      int changes,
      double least,
      double greatest) {

    /**
     * Messages that its epoch was offered before an admission. A process that was killed has
     * counted none: they are told by how many were taken of them.
     */
    double offered(long admission) {
      return epoch.map(Begun::offered).orElse(0.0) + (admission - from) / state.fraction();
    }
  }

  /** What the journal has. */
  Kept kept() {
    Reading reading = new Reading();
    reader.events(
        SET, event -> reading.most = OptionalDouble.of(detail(event).path("most").asDouble()));
    reader.events(BEGINS, event -> reading.add(detail(event)));
    boolean ofThisBudget = reading.changes > 0 && reading.unit.equals(unit());
    return new Kept(
        reading.most,
        new EpochRule.State(reading.fraction, reading.debt, reading.past),
        ofThisBudget,
        reading.from,
        reading.epoch.filter(begun -> ofThisBudget),
        reading.changes,
        reading.least,
        reading.greatest);
  }

  /**
   * A fraction holds from here on.
   *
   * @param epoch that it is of; a process that starts goes on with the one that it finds
   * @param ended what came of the one before; empty for the first of a process
   * @param quiet epochs after that in which nobody came
   */
  void begins(
      long admission,
      EpochRule.State state,
      double most,
      Begun epoch,
      Optional<Epoch> ended,
      int quiet) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("from", admission).put("fraction", state.fraction()).put("most", most);
    budget.ifPresent(
        b ->
            detail
                .put("unit", unit())
                .put("perEpoch", b.perEpoch())
                .put("debt", state.debt())
                .putObject("epoch")
                .put("began", epoch.began().toString())
                .put("from", epoch.from())
                .put("spent", epoch.spent())
                .put("offered", epoch.offered()));
    ended.ifPresent(
        over ->
            detail
                .putObject("before")
                .put("fraction", over.fraction())
                .put("offered", over.offered())
                .put("taken", over.taken())
                .put("spent", over.spent())
                .put("quiet", quiet));
    append(BEGINS, detail);
  }

  /** A person set it. */
  void set(double most) {
    append(SET, JsonNodeFactory.instance.objectNode().put("most", most));
  }

  private void append(String kind, ObjectNode detail) {
    journal.append(new EventRow(clock.instant(), kind, detail.toString()));
  }

  private String unit() {
    return budget.map(b -> b.unit().name().toLowerCase(Locale.ROOT)).orElse("");
  }

  private static JsonNode detail(EventRow event) {
    try {
      return JSON.readTree(event.detail());
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed("the journal's event of a fraction is not JSON", e);
    }
  }

  /** Adds up events, one after the other. */
  private static final class Reading {
    private final List<Epoch> past = new ArrayList<>();
    private OptionalDouble most = OptionalDouble.empty();
    private String unit = "";
    private double fraction = Double.NaN;
    private double debt;
    private long from;
    private Optional<Begun> epoch = Optional.empty();
    private int changes;
    private double least = Double.NaN;
    private double greatest = Double.NaN;

    void add(JsonNode event) {
      double next = event.path("fraction").asDouble();
      if (next != fraction) {
        changes++;
        least = changes == 1 ? next : Math.min(least, next);
        greatest = changes == 1 ? next : Math.max(greatest, next);
      }
      fraction = next;
      debt = event.path("debt").asDouble();
      unit = event.path("unit").asText();
      from = event.path("from").asLong();
      epoch = Optional.of(event.path("epoch")).filter(JsonNode::isObject).map(Reading::begun);
      JsonNode before = event.path("before");
      if (before.isObject()) {
        past.add(
            new Epoch(
                before.path("fraction").asDouble(),
                before.path("offered").asDouble(),
                before.path("taken").asDouble(),
                before.path("spent").asDouble()));
        for (int i = 0; i < Math.min(EpochRule.REMEMBERED, before.path("quiet").asInt()); i++) {
          past.add(new Epoch(before.path("fraction").asDouble(), 0, 0, 0));
        }
        while (past.size() > EpochRule.REMEMBERED) {
          past.remove(0);
        }
      }
    }

    private static Begun begun(JsonNode epoch) {
      return new Begun(
          Instant.parse(epoch.path("began").asText()),
          epoch.path("from").asLong(),
          epoch.path("spent").asDouble(),
          epoch.path("offered").asDouble());
    }
  }
}
