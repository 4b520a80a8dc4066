package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Freezes what a run promises. */
@Command(
    name = "forecast",
    description = {
      "Freezes the rates of a run before a launch, under a hash.",
      "After the launch, score holds them against real traffic."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal forecast runs/before --out forecast.json",
      "  rehearsal forecast --new-key key.pem",
      "  rehearsal forecast runs/before --out signed.json --key key.pem"
    })
public final class ForecastCommand implements Runnable {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The folder of a run that has ended, with a candidate.")
  private @Nullable Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the forecast goes; by default RUN.forecast.json, beside the run.")
  private @Nullable Path out;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "The list that it is added to; by default ledger.jsonl beside the forecast.")
  private @Nullable Path ledger;

  @Option(
      names = "--key",
      paramLabel = "PRIVATE.pem",
      description = "Signs with this Ed25519 key (PEM, PKCS#8).")
  private @Nullable Path key;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description = "Makes a new key in FILE, for you only, and its public half in FILE.pub.")
  private @Nullable Path newKey;

  @Option(
      names = "--predictive",
      paramLabel = "C",
      defaultValue = "0.9",
      description = "Level of the range of future counts, within (0, 1); the default is 0.9.")
  private double predictive = 0.9;

  @Option(names = "--json", description = "One line of JSON on stdout.")
  private boolean json;

  public ForecastCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (!(predictive > 0 && predictive < 1)) {
      throw RehearsalException.badUsage(
          "--predictive must be in (0, 1), was " + predictive + "; for 90 % write 0.9");
    }
    if (key != null && newKey != null) {
      throw RehearsalException.badUsage(
          "--key %s and --new-key %s exclude each other: sign with one of them"
              .formatted(key, newKey));
    }
    if (run != null) {
      freeze(run);
    } else if (newKey != null) {
      newKey(newKey);
    } else {
      throw RehearsalException.badUsage("name the folder of a run, or make a key with --new-key");
    }
  }

  private void newKey(Path file) {
    Path shown = Keys.create(file);
    if (json) {
      console
          .out()
          .println(object().put("privateKey", file.toString()).put("publicKey", shown.toString()));
    } else {
      console
          .out()
          .printf("private key  %s: keep it to yourself, forecasts are signed with it%n", file);
      console.out().printf("public key   %s: give it to whoever scores them%n", shown);
    }
  }

  /** Checks first all that can be wrong; a new key is made when nothing else is. */
  private void freeze(Path folder) {
    Path file =
        Optional.ofNullable(out)
            .orElseGet(() -> folder.resolveSibling(folder.getFileName() + ".forecast.json"));
    Ledger list =
        new Ledger(
            Optional.ofNullable(ledger).orElseGet(() -> file.resolveSibling("ledger.jsonl")));
    Instant now = InstantSource.system().instant();
    FrozenForecast forecast = new Freezing(CountedRun.read(folder), predictive, now).freeze();
    if (forecast.categories().isEmpty()) {
      throw RehearsalException.badUsage(
          folder + ": no category has verdicts in both lanes: there is nothing to forecast");
    }
    requireFree(file);
    list.requireIntact();
    Optional.ofNullable(newKey).ifPresent(this::newKey);
    Optional<Path> signer = Optional.ofNullable(key).or(() -> Optional.ofNullable(newKey));
    Seal seal = Seal.of(forecast, signer.map(Keys::privateKey));
    write(file, seal.text());
    String last = list(list, seal, file, now);
    if (json) {
      ObjectNode line = object();
      line.put("file", file.toString()).put("sha256", seal.sha256());
      line.put("signed", seal.signature().isPresent());
      line.put("ledger", list.file().toString()).put("ledgerHead", last);
      line.set("forecast", forecast.json());
      console.out().println(line);
    } else {
      new ForecastText(forecast, seal, file, list.file(), last)
          .lines()
          .forEach(console.out()::println);
    }
  }

  /** Adds the forecast to the ledger; one that is not listed does not stay. */
  private static String list(Ledger list, Seal seal, Path file, Instant now) {
    try {
      return list.append(seal.sha256(), seal.forecast().path("run").asText(), now);
    } catch (RehearsalException e) {
      try {
        Files.delete(file);
      } catch (IOException stays) {
        throw RehearsalException.failed(
            "%s; %s is in no ledger, and cannot be deleted (%s): delete it yourself"
                .formatted(e.getMessage(), file, stays.getMessage()),
            e);
      }
      throw e;
    }
  }

  private static void requireFree(Path file) {
    if (Files.exists(file)) {
      throw taken(file);
    }
  }

  private static RehearsalException taken(Path file) {
    return RehearsalException.badUsage(
        file + " is there already: a forecast is never overwritten; name another with --out");
  }

  /** A new file, on the disk before the ledger names it. */
  private static void write(Path file, String text) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw taken(file);
    } catch (IOException e) {
      throw RehearsalException.failed(
          file + ": cannot write the forecast (" + e.getMessage() + "); name another with --out",
          e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
