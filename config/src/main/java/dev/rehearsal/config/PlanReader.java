package dev.rehearsal.config;

import com.typesafe.config.Config;
import dev.rehearsal.sampling.Cut;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads a plan's block key by key; what the keys say of each other is for {@link PlanChecks}. */
final class PlanReader {
  private static final double MOST_TIMES_AS_BAD = 1e6;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final String HOST = "[A-Za-z0-9._-]+(:[0-9]+)?|\\[[0-9A-Fa-f:]+](:[0-9]+)?";

  private final Block block;
  private final Config reference;
  private final Path file;
  private final String text;

  PlanReader(Block block, Config reference, Path file, String text) {
    this.block = block.withDefaults(reference.getConfig("plan"));
    this.reference = reference;
    this.file = file;
    this.text = text;
  }

  Plan read() {
    Block lanesBlock = block.block("lanes");
    List<Lane> lanes = LaneReader.read(lanesBlock, reference.getConfig("lane"));
    Stop stop = stop(block.block("stop"));
    List<Block> categories = block.blocks("categories");
    Plan plan =
        new Plan(
            name(),
            file,
            text,
            block.block("source"),
            sample(block.block("sample")),
            limits(block.block("limits")),
            block.block("models").named(),
            lanes,
            block.block("graders").named(),
            new CategoryReader(reference.getConfig("category"), stop.rules(), lanes)
                .read(categories),
            estimate(block.block("estimate")),
            DriftReader.plan(block.block("drift")),
            WindowsReader.read(block.block("windows")),
            GroupReader.read(block.block("group")),
            hosts(),
            stop,
            quarantine(block.block("quarantine")),
            block.optionalString("why-judge-is-lane").filter(why -> !why.isBlank()),
            block.optionalString("note").filter(note -> !note.isBlank()),
            ints(block.optionalInteger("reorder-window", 1, Integer.MAX_VALUE)),
            block.optionalBlock("journal"),
            block.optionalBlock("publish"),
            block.has("certificates") ? Optional.of(block.file("certificates")) : Optional.empty(),
            monitor(block.block("monitor")),
            Cluster.read(block.block("cluster")));
    block.has("taxonomy");
    block.has("shared");
    block.done();
    new PlanChecks(plan, block, lanesBlock, categories).run();
    return plan;
  }

  private String name() {
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    String name = block.optionalString("name").orElse(stem);
    if (block.has("name") && !name.matches(NAME)) {
      block.problem(
          "name",
          "names a folder: letters, digits, dots, hyphens and underscores, was "
              + block.shown("name"));
    }
    return name;
  }

  private Sample sample(Block sample) {
    double fraction = sample.share("fraction");
    double skip = sample.number("skip", 0, 1);
    if (skip + fraction > 1) {
      sample.problem(
          "skip",
          "and fraction must be at most 1 together, were "
              + sample.shown("skip")
              + " and "
              + sample.shown("fraction"));
    }
    Sample read =
        new Sample(
            sample.choice("unit", Sample.Unit.class),
            sample.choice("cut", Cut.class),
            fraction,
            skip,
            sample.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            ints(sample.optionalInteger("per-user", 1, Integer.MAX_VALUE)),
            sample.strings("slices"),
            FilterReader.read(sample.blocks("keep")),
            FilterReader.read(sample.blocks("drop")),
            sample.optionalBlock("strata").map(PlanReader::strata),
            sample
                .optionalBlock("budget")
                .map(b -> b.withDefaults(reference.getConfig("fractionbudget")))
                .map(b -> FractionBudget.read(b, fraction)));
    sample.done();
    return read;
  }

  private Map<String, Limits> limits(Block limits) {
    Map<String, Limits> read = new LinkedHashMap<>();
    limits
        .named()
        .forEach(
            (name, raw) -> {
              Block credential = raw.withDefaults(reference.getConfig("credential"));
              read.put(name, Limits.read(credential));
              credential.done();
            });
    return read;
  }

  private static SampleStrata strata(Block strata) {
    Map<String, Double> fractions = new LinkedHashMap<>();
    Block values = strata.block("fractions");
    values.keys().forEach(value -> fractions.put(value, values.share(value)));
    SampleStrata read =
        new SampleStrata(
            strata.string("field"),
            fractions,
            strata.has("otherwise")
                ? OptionalDouble.of(strata.share("otherwise"))
                : OptionalDouble.empty());
    strata.done();
    return read;
  }

  private static TargetMix targetMix(Block mix) {
    Map<String, Double> shares = new LinkedHashMap<>();
    Block values = mix.block("shares");
    values.keys().forEach(value -> shares.put(value, values.share(value)));
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (!shares.isEmpty() && Math.abs(sum - 1) > 1e-9) {
      mix.problem("shares", "must sum to 1, were " + sum + " together");
    }
    TargetMix read = new TargetMix(mix.string("field"), shares);
    mix.done();
    return read;
  }

  private static Estimate estimate(Block estimate) {
    Estimate read =
        new Estimate(
            estimate.between("confidence", 0, 1),
            estimate.flag("simultaneous"),
            estimate.choice("estimand", Estimate.Estimand.class),
            estimate.number("missing-times-as-bad", 1, MOST_TIMES_AS_BAD),
            estimate.optionalBlock("target-mix").map(PlanReader::targetMix));
    estimate.done();
    return read;
  }

  private List<String> hosts() {
    List<String> hosts = block.strings("send-to");
    IntStream.range(0, hosts.size())
        .filter(i -> !hosts.get(i).matches(HOST))
        .forEach(
            i ->
                block.problem(
                    "send-to",
                    "lists hosts, such as api.example.com or localhost:8000, was \""
                        + hosts.get(i).replaceFirst("//[^/@]*@", "//***@")
                        + "\""));
    return hosts;
  }

  private static Stop stop(Block stop) {
    Spending budget = Spending.read(stop);
    Stop read =
        new Stop(
            stop.flag("rules"),
            (int) stop.integer("look-every", 1, Integer.MAX_VALUE),
            stop.optionalInteger("max-prefixes", 1, Long.MAX_VALUE),
            budget.usd(),
            budget.tokens(),
            budget.calls(),
            stop.has("deadline") ? Optional.of(stop.duration("deadline")) : Optional.empty(),
            stop.optionalBetween("futility", 0, 1),
            StopRulesReader.plan(stop));
    stop.done();
    return read;
  }

  private static Quarantine quarantine(Block quarantine) {
    Quarantine read =
        new Quarantine(
            quarantine.number("max-share", 0, 1), quarantine.integer("after", 1, Long.MAX_VALUE));
    quarantine.done();
    return read;
  }

  private static Monitor monitor(Block monitor) {
    String host = monitor.string("host");
    if (host.isBlank()) {
      monitor.problem("host", "must be a name or an address to listen on, was nothing");
    }
    Monitor read =
        new Monitor(
            host,
            ints(monitor.optionalInteger("port", 0, 65_535)),
            monitor.has("linger") ? Optional.of(monitor.duration("linger")) : Optional.empty());
    if (read.linger().isPresent() && read.port().isEmpty()) {
      monitor.problem("linger", "needs a port: without one there is nothing to stay");
    }
    monitor.done();
    return read;
  }

  private static OptionalInt ints(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }
}
