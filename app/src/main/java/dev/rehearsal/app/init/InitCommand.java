package dev.rehearsal.app.init;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.streams.source.LogInspector;
import dev.rehearsal.streams.source.LogReport;
import dev.rehearsal.streams.source.PlanTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a log and writes a commented plan that runs as it is. */
@Command(
    name = "init",
    description = "Looks at a log, counts its usable lines, and writes a plan to start from.",
    footerHeading = "%nExample:%n",
    footer = "  rehearsal init 'logs/*.jsonl.gz' --out plan.conf")
public final class InitCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "LOG", description = "A file of JSON lines, or a quoted glob.")
  private String log = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the plan goes, a new file; to stdout by default.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "What was found, as one line of JSON, with the plan.")
  private boolean json;

  public InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    Path here = Path.of("").toAbsolutePath();
    Path folder = out.map(here::resolve).map(Path::getParent).orElse(here);
    LogReport report = LogInspector.inspect(seenFrom(folder, here), folder);
    if (report.usable() == 0) {
      throw RehearsalException.badUsage(
          "%s has no usable line among %d: %s"
              .formatted(
                  log, report.read(), report.hint().orElseGet(() -> report.unusable().toString())));
    }
    String plan = PlanTemplate.of(report, name());
    out.ifPresent(file -> write(file, plan));
    if (json) {
      console.out().println(json(report, plan));
    } else if (out.isEmpty()) {
      console.out().print(plan);
    } else {
      console
          .out()
          .printf(
              "%s: %d of %d lines usable, format %s%nWrote %s.%nNext: rehearsal plan %s, then rehearsal run %s%n",
              log,
              report.usable(),
              report.read(),
              report.format(),
              out.get(),
              out.get(),
              out.get());
    }
  }

  /** A plan's relative paths are taken from its own folder, not from where the user stands. */
  private String seenFrom(Path folder, Path here) {
    Path path = Path.of(log);
    return path.isAbsolute() ? log : folder.relativize(here.resolve(path)).toString();
  }

  private String name() {
    String file = Path.of(log).getFileName().toString().replaceFirst("\\.jsonl?(\\..*)?$", "");
    String name = file.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    return name.isEmpty() ? "rehearsal" : name;
  }

  private static void write(Path file, String plan) {
    try {
      Files.writeString(file, plan, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException exists) {
      throw RehearsalException.badUsage(
          file + " is there already: name another file, or remove it first");
    } catch (IOException failure) {
      throw RehearsalException.failed(
          "cannot write " + file + ": " + failure.getMessage() + "; name another file", failure);
    }
  }

  private ObjectNode json(LogReport report, String plan) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("log", log).put("format", report.format()).put("files", report.files());
    result.put("read", report.read()).put("usable", report.usable());
    ObjectNode unusable = result.putObject("unusable");
    report.unusable().forEach(unusable::put);
    report.hint().ifPresent(hint -> result.put("hint", hint));
    out.ifPresentOrElse(file -> result.put("out", file.toString()), () -> result.put("plan", plan));
    return result;
  }
}
