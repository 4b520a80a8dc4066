package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is found nowhere, in no form, whatever happens to the run. */
class SecretsIT {
  /** Every form of it looks different. */
  private static final String KEY = "sk-\"4f\\2?+9&k=%7z<e~>~?XyZ/0";

  private static final String LITERAL =
      "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(KEY)) + "\"";

  @TempDir Path folder;

  @Test
  void aServerThatRepeatsTheKeyCannotCarryItOut() {
    repeatsTheKey(200, 0);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(ints = {400, 401, 500})
  void aServerThatRepeatsTheKeyInAnErrorCannotCarryItOut(int status) {
    repeatsTheKey(status, 1);
  }

  @Test
  void aKeyOfTheEnvironmentThatTheEndpointRepeatsIsFoundNowhere() {
    try (Endpoint endpoint =
        Endpoint.start(folder, "seed = 12, echo-key = true, faults = 0.5, drip-for = 1s")) {
      String settings =
          "api-key = ${STUDY_KEY}, headers { X-Token = ${STUDY_KEY} }, attempts = 3,"
              + " timeout = 500ms";

      Launched launched = run(endpoint.url(), settings, Map.of("STUDY_KEY", KEY), "--json");

      assertThat(launched.exitCode()).as(launched.err()).isZero();
      assertThat(endpoint.stop()).extracting(Endpoint.Call::status).contains(429, 500, 200);
      nowhere(launched);
    }
  }

  @Test
  void problemsOfAPlanDoNotShowTheKeysInIt() {
    List<String> broken =
        List.of(
            "api-kee = " + LITERAL,
            "api-key = [" + LITERAL + "]",
            "api-key { value = " + LITERAL + " }",
            "headers { Authorization = [" + LITERAL + "] }",
            "api-key = " + LITERAL + ", timeout = soon",
            "api-key = " + LITERAL.substring(0, LITERAL.length() - 1));
    for (String settings : broken) {
      Path plan = plan("http://127.0.0.1:1/v1", settings);

      Launched launched =
          InProcess.rehearsal(
              "run", plan.toString(), "--verbose", "--out=" + folder.resolve("run"));

      assertThat(launched.exitCode()).as("%s%n%s", settings, launched.err()).isEqualTo(2);
      nowhere(launched);
    }
  }

  @Test
  @Tag("slow")
  void aKeyFromTheCommandLineIsFoundNowhere() {
    try (EchoingServer server = EchoingServer.start(401)) {
      Launched launched =
          run(server.url(), "", Map.of(), "--set=models.candidate-model.api-key=" + LITERAL);

      assertThat(launched.exitCode()).as(launched.err()).isEqualTo(1);
      nowhere(launched);
    }
  }

  private void repeatsTheKey(int status, int exitCode) {
    try (EchoingServer server = EchoingServer.start(status)) {
      String settings =
          "api-key = %s, attempts = 2, breaker { failures = 3, unreachable-after = 1s }"
              .formatted(LITERAL);

      Launched launched = run(server.url(), settings, Map.of());

      assertThat(launched.exitCode()).as(launched.err()).isEqualTo(exitCode);
      nowhere(launched);
      assertThat(journal()).hasSizeGreaterThan(3);
    }
  }

  /** Runs a plan in a process of its own that says all it can. */
  private Launched run(
      String url, String settings, Map<String, String> environment, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Launched.root().resolve("rehearsal").toString());
    command.addAll(List.of("run", plan(url, settings).toString()));
    command.addAll(List.of("--verbose", "--out=" + folder.resolve("run")));
    command.addAll(List.of(options));
    return Launched.process(folder, environment, "", command);
  }

  private Path plan(String url, String settings) {
    Study study = new Study(folder);
    PlanText plan =
        new PlanText(study.log(12, 30))
            .lane("candidate", url, settings)
            .category("bad", "")
            .with("stop.rules = off");
    return study.plan("secret", plan.toString());
  }

  private void nowhere(Launched launched) {
    absent("standard output", launched.out());
    absent("standard error", launched.err());
    Path run = folder.resolve("run");
    if (!Files.exists(run)) {
      return;
    }
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        absent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal().forEach(text -> absent("the journal", text));
  }

  private static void absent(String where, String text) {
    for (String form : SecretForms.of(KEY)) {
      assertThat(text.contains(form)).as("%s has %s:%n%s", where, form, text).isFalse();
    }
  }

  /** Every text of the journal, unpacked. */
  private List<String> journal() {
    Path run = folder.resolve("run");
    List<String> texts = new ArrayList<>();
    if (!Files.exists(run.resolve("journal.db"))) {
      return texts;
    }
    Study.journal(
        run,
        recovered -> {
          texts.add(recovered.admission().prefix().toString());
          recovered.verdicts().forEach(verdict -> texts.add(verdict.toString()));
          recovered
              .replies()
              .forEach(
                  reply -> {
                    texts.add(reply.toRow().toString());
                    reply
                        .reply()
                        .ifPresent(r -> r.messages().forEach(m -> texts.add(m.toString())));
                  });
        });
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      texts.add(reader.run().toString());
      reader.events().forEach(event -> texts.add(event.toString()));
      reader.looks().forEach(look -> texts.add(look.toString()));
    }
    return texts;
  }
}
