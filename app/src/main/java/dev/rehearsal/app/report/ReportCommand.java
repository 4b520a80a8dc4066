package dev.rehearsal.app.report;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a run found. */
@Command(
    name = "report",
    description = "Writes what a run found: for people, for spreadsheets, for programs.",
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal report runs/monday --out report.md",
      "  rehearsal report runs/monday --format csv > rates.csv"
    })
public final class ReportCommand implements Runnable {

  /** How a report is written. */
  enum Format {
    MARKDOWN,
    CSV,
    JSON,
    HTML
  }

  private final Console console;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path run = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "markdown",
      description =
          "markdown (a page to read, the default), csv (one row for each estimate) or json (the"
              + " summary).")
  private Format format = Format.MARKDOWN;

  @Option(names = "--json", description = "The summary as one line of JSON.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the report goes; to stdout by default.")
  private Optional<Path> out = Optional.empty();

  public ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (format == Format.HTML) {
      throw RehearsalException.badUsage(
          "reports in HTML are not made yet; take --format markdown, csv or json");
    }
    StoredRun stored = StoredRun.read(run);
    String report = json ? stored.summary() + "\n" : text(format, stored);
    out.ifPresentOrElse(file -> write(file, report), () -> console.out().print(report));
  }

  private static String text(Format format, StoredRun stored) {
    return switch (format) {
      case MARKDOWN, HTML -> MarkdownReport.of(stored);
      case CSV -> CsvReport.of(stored.summary());
      case JSON -> stored.summary().toPrettyString() + "\n";
    };
  }

  private static void write(Path file, String report) {
    try {
      Files.writeString(file, report);
    } catch (IOException e) {
      throw RehearsalException.failed(
          file + ": cannot write the report (" + e.getMessage() + "); name another with --out", e);
    }
  }
}
