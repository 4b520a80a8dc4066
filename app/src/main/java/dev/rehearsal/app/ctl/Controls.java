package dev.rehearsal.app.ctl;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.actors.run.Tuning;
import dev.rehearsal.app.view.LiveStatus;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.pipeline.RunControl;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Does what {@code rehearsal ctl} asks of a run: every change is journalled as an event and said
 * aloud. Thread-safe.
 */
public final class Controls implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final RunControl control;
  private final DoubleFunction<String> fraction;
  private final Journal journal;
  private final ActorSystem<RunActor.Command> system;
  private final InstantSource clock;
  private final BiConsumer<String, String> aloud;
  private final Map<String, UnaryOperator<JsonNode>> further;
  private @Nullable CtlSocket socket;
  private volatile Optional<RunMoment> seen = Optional.empty();

  private Controls(
      RunControl control,
      DoubleFunction<String> fraction,
      Journal journal,
      ActorSystem<RunActor.Command> system,
      InstantSource clock,
      BiConsumer<String, String> aloud,
      Map<String, UnaryOperator<JsonNode>> further) {
    this.control = control;
    this.fraction = fraction;
    this.journal = journal;
    this.system = system;
    this.clock = clock;
    this.aloud = aloud;
    this.further = Map.copyOf(further);
  }

  /**
   * Opens the socket in the run's folder; a run goes on without it where there can be none, and
   * says so.
   *
   * @param fraction sets how much of a stream is taken at most, and says what that changes
   * @param aloud is told the kind of what happened and a line on it
   * @param further commands by name: what they answer is under that name
   */
  public static Controls open(
      RunFolder folder,
      RunControl control,
      DoubleFunction<String> fraction,
      Journal journal,
      ActorSystem<RunActor.Command> system,
      InstantSource clock,
      BiConsumer<String, String> aloud,
      Map<String, UnaryOperator<JsonNode>> further) {
    Controls controls = new Controls(control, fraction, journal, system, clock, aloud, further);
    try {
      controls.socket = CtlSocket.open(folder.ctl(), controls::answer);
    } catch (IOException e) {
      aloud.accept(
          "no-ctl",
          "rehearsal ctl cannot steer this run: "
              + folder.ctl()
              + ": "
              + e.getMessage()
              + "; signals work");
    }
    return controls;
  }

  /** The run as it is now. */
  public void show(RunMoment moment) {
    seen = Optional.of(moment);
  }

  /** What may take long to answer holds up no other. */
  private JsonNode answer(JsonNode request) {
    String command = request.path("command").asText();
    UnaryOperator<JsonNode> more = further.get(command);
    if (more == null) {
      return answer(command, request);
    }
    ObjectNode answer = Protocol.said(List.of());
    answer.set(command, more.apply(request));
    return answer;
  }

  private synchronized JsonNode answer(String command, JsonNode request) {
    return switch (command) {
      case "status" -> status();
      case "pause" -> pause();
      case "resume" -> resume();
      case "stop" -> stop();
      case "set" -> set(request.path("key").asText(), request.path("value").asText());
      default ->
          throw RehearsalException.badUsage(
              "no such command: \"" + command + "\"; there is status, pause, resume, stop and set");
    };
  }

  private JsonNode status() {
    RunActor.Tuned tuned = join(ask(RunActor.GetTuned::new));
    ObjectNode answer = Protocol.said(LiveStatus.text(seen, tuned, control));
    answer.set("status", LiveStatus.json(seen, tuned, control));
    return answer;
  }

  private JsonNode pause() {
    if (control.stopped().isPresent()) {
      return Protocol.said(List.of("the run is stopping already"));
    }
    if (!control.pause()) {
      return Protocol.said(List.of("the run was paused already"));
    }
    system.tell(RunActor.Pause.INSTANCE);
    return done(
        "paused", "paused: nothing new is admitted or asked; what is under way is finished");
  }

  private JsonNode resume() {
    if (!control.goOn()) {
      return Protocol.said(List.of("the run was not paused"));
    }
    system.tell(RunActor.Resume.INSTANCE);
    return done("resumed", "resumed: prefixes are admitted and asked again");
  }

  private JsonNode stop() {
    if (control.stopped().isPresent()) {
      return Protocol.said(List.of("the run is stopping already"));
    }
    JsonNode answer =
        done("stopping", "stopping: what is under way is finished, then the run can be resumed");
    control.stop(RunControl.Stop.INTERRUPTED);
    return answer;
  }

  private JsonNode set(String key, String value) {
    Tuning tuning = Tuning.read(key, value);
    if (tuning instanceof Tuning.SampleFraction fraction) {
      return done("retuned", this.fraction.apply(fraction.most()));
    }
    RunActor.Retuning result = join(ask(replyTo -> new RunActor.Retune(tuning, replyTo)));
    if (result instanceof RunActor.NotRetuned not) {
      throw RehearsalException.badUsage(not.why());
    }
    RunActor.Retuned retuned = (RunActor.Retuned) result;
    return done(
        "retuned",
        retuned.key()
            + ": "
            + retuned.was()
            + " -> "
            + retuned.now()
            + ", till the end of this process");
  }

  private JsonNode done(String kind, String line) {
    journal.append(new EventRow(clock.instant(), kind, line));
    aloud.accept(kind, "ctl: " + line);
    return Protocol.said(List.of(line));
  }

  private <T> CompletionStage<T> ask(Function<ActorRef<T>, RunActor.Command> question) {
    return AskPattern.ask(system, question, SOON, system.scheduler());
  }

  private static <T> T join(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  @Override
  public void close() {
    CtlSocket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }
}
