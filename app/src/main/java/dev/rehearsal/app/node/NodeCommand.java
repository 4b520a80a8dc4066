package dev.rehearsal.app.node;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.cluster.LenderActor;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Lendable;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import dev.rehearsal.app.run.Destination;
import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Cutter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lends this machine's hands until it is told to end. */
@Command(
    name = "node",
    description =
        "Lends this machine's hands to a run whose plan has a cluster: makes calls to models behind"
            + " HTTP for it, with the keys of this machine.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal run my.conf --set cluster.port=25520",
      "  rehearsal node my.conf --join 127.0.0.1:25520",
      "  rehearsal node my.conf --join 10.0.0.1:25520 --host 10.0.0.2",
      "",
      "It waits for the run, and when that is over for the next one. Ctrl-C finishes the calls"
          + " that",
      "are under way.",
      "",
      "Exit codes: 0 told to end · 1 could not do its work · 2 bad plan or bad usage"
    })
public final class NodeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description = "The plan of the run; its models must have the same settings.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Where the run says that nodes can join.")
  private String join = "";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address by which the run reaches this machine; 127.0.0.1 by default.")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "N", description = "Port; 0, any free one, by default.")
  private int port;

  @Option(names = "--json", description = "JSON lines on stdout: waiting, joined, progress, over.")
  private boolean json;

  public NodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Address run = Address.parse(join);
    requireReachable(run);
    CheckedPlan checked = planOptions.read(plan);
    List<ModelSpec> lendable =
        checked.asked().stream().filter(spec -> Lendable.fingerprint(spec).isPresent()).toList();
    if (lendable.isEmpty()) {
      throw RehearsalException.badUsage(
          plan
              + ": no lane and no judge asks a model behind HTTP, and a node makes no other calls;"
              + " the run does better alone");
    }
    requireAllowed(checked);
    Map<String, LenderActor.Lent> models = new LinkedHashMap<>();
    try {
      lendable.forEach(spec -> models.put(spec.name(), open(checked, spec)));
      Voice voice = new Voice(console, json);
      voice.waits(models, run);
      new Lending(run, host, port, checked.plan().cluster().tls(), models, voice)
          .until(StopSignals.first());
      return 0;
    } finally {
      models.values().forEach(lent -> lent.client().close());
    }
  }

  private static LenderActor.Lent open(CheckedPlan checked, ModelSpec spec) {
    Sample sample = checked.plan().sample();
    OpenContext context =
        new OpenContext(
            Path.of(""),
            sample.seed(),
            InstantSource.system(),
            conversation -> Cutter.cut(conversation, List.of(), sample.cut(), sample.seed()));
    return new LenderActor.Lent(
        spec.open(context), Lendable.fingerprint(spec).orElseThrow(), spec.settings().inFlight());
  }

  /** What is allowed on the run's machine need not be on this one: its own plan says. */
  private void requireAllowed(CheckedPlan checked) {
    for (Destination destination : Destination.of(checked)) {
      if (!destination.allowed()) {
        throw RehearsalException.badUsage(
            "%s: nothing was sent: the plan's send-to does not list %s; add send-to = [\"%s\"] to the"
                    .formatted(plan, destination.host(), destination.host())
                + " plan if conversations may go there from this machine");
      }
    }
  }

  /** The run answers at this machine's address: on loopback that is the run's own machine. */
  private void requireReachable(Address run) {
    if (loopback(host) && !loopback(run.host())) {
      throw RehearsalException.badUsage(
          "--host is "
              + host
              + ", where "
              + run.host()
              + " does not reach this machine; give the address that it has for the run, such as"
              + " --host 10.0.0.2");
    }
  }

  /** A name that nobody knows is no loopback: that it is not known is found out when joining. */
  private static boolean loopback(String name) {
    try {
      return InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /**
   * Where a run is.
   *
   * @param host name or address, without brackets
   */
  record Address(String host, int port) {

    /**
     * Reads {@code host:port}.
     *
     * @throws RehearsalException when it is none
     */
    static Address parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
      Optional<Integer> port = port(text.substring(colon + 1));
      if (host.isBlank() || port.isEmpty()) {
        throw RehearsalException.badUsage(
            "--join takes HOST:PORT, such as 10.0.0.1:25520, was \"" + text + "\"");
      }
      return new Address(host, port.get());
    }

    private static Optional<Integer> port(String digits) {
      return digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65_535
          ? Optional.of(Integer.valueOf(digits)).filter(port -> port > 0)
          : Optional.empty();
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }
}
