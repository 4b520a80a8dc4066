package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A host that conversations will be sent to, and whether the plan allows it.
 *
 * @param host without port
 * @param uses what sends there: a lane's name, or {@code judge NAME}
 * @param allowed true when the plan's {@code send-to} lists it, or each of its ports that is used
 */
public record Destination(String host, List<String> uses, boolean allowed) {
  public Destination {
    uses = List.copyOf(uses);
  }

  /** Every host that a plan sends conversations to, in order of name. */
  public static List<Destination> of(CheckedPlan checked) {
    return of(checked, true);
  }

  /**
   * The same.
   *
   * @param lanes false for judges only
   */
  static List<Destination> of(CheckedPlan checked, boolean lanes) {
    Map<String, List<String>> uses = new TreeMap<>();
    Set<String> refused = new HashSet<>();
    BiConsumer<ModelSpec, String> add =
        (model, use) ->
            model
                .host()
                .ifPresent(
                    host -> {
                      uses.computeIfAbsent(host, h -> new ArrayList<>()).add(use);
                      if (!lists(checked.plan().sendTo(), host, model.port())) {
                        refused.add(host);
                      }
                    });
    (lanes ? checked.plan().lanes() : List.<Lane>of())
        .forEach(
            lane ->
                checked.model(lane).ifPresent(model -> add.accept(model, "lane " + lane.name())));
    checked.asked().stream()
        .filter(model -> checked.judges().contains(model.name()))
        .forEach(model -> add.accept(model, "judge " + model.name()));
    List<Destination> destinations = new ArrayList<>();
    uses.forEach(
        (host, by) -> destinations.add(new Destination(host, by, !refused.contains(host))));
    return destinations;
  }

  /**
   * Says who gets how much, before the first call, and asks where the plan does not allow it.
   *
   * @param most asks and dollars at most
   * @param console whom to ask, if a person sits there
   * @throws RehearsalException with exit code 2 when nobody said yes
   */
  static void consent(
      List<Destination> destinations, Plan plan, Most most, RunView view, Console console) {
    for (Destination destination : destinations) {
      view.notice(
          "sends to %s: %s; not de-identified".formatted(destination.host(), most.to(destination)));
    }
    for (Destination destination : destinations) {
      if (destination.allowed()) {
        continue;
      }
      if (!console.terminal().in() || !yes(console, destination.host())) {
        throw RehearsalException.badUsage(
            "%s: nothing was sent: the plan's send-to does not list %s; add send-to = [\"%s\"] to the"
                    .formatted(plan.file(), destination.host(), destination.host())
                + " plan if conversations may go there");
      }
    }
  }

  private static boolean yes(Console console, String host) {
    console.err().print("send conversations to " + host + "? [y/N] ");
    console.err().flush();
    Scanner answers = new Scanner(console.in(), StandardCharsets.UTF_8);
    return answers.hasNextLine()
        && answers.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** A host is listed with all its ports, or with the one that is used. */
  private static boolean lists(List<String> sendTo, String host, OptionalInt port) {
    return sendTo.contains(host)
        || (port.isPresent() && sendTo.contains(host + ":" + port.getAsInt()));
  }
}
