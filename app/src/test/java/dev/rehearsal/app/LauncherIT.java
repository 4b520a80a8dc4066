package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher and the packaged jar, in a process of their own. */
class LauncherIT {
  @TempDir Path elsewhere;

  @Test
  void startsThroughSymbolicLinksFromAnyFolder() throws IOException {
    Path link = elsewhere.resolve("link");
    Files.createSymbolicLink(link, Launched.root().resolve("rehearsal"));
    Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("link"));

    Launched launched = Launched.process(elsewhere, Map.of(), "", List.of("./second", "version"));

    assertThat(launched.exitCode()).as(launched.err()).isZero();
    assertThat(launched.out()).startsWith("rehearsal ").contains("java ").contains("system ");
  }

  @Test
  void startsByItsNameOnThePath() {
    Launched launched =
        Launched.process(
            elsewhere,
            Map.of("PATH", Launched.root() + ":" + System.getenv("PATH")),
            "",
            List.of("sh", "-c", "rehearsal version --json"));

    assertThat(launched.exitCode()).as(launched.err()).isZero();
    assertThat(launched.out()).startsWith("{\"version\":\"").hasLineCount(1);
  }

  @Test
  void saysNothingOnStderrWhenAllIsWell() {
    assertThat(Launched.rehearsal("version").err()).isEmpty();
  }

  @Test
  void passesTheUsersJavaOptionsOn() {
    Launched launched =
        Launched.process(
            elsewhere,
            Map.of("REHEARSAL_JAVA_OPTS", "-Xmx64m -showversion"),
            "",
            List.of(Launched.root() + "/rehearsal", "version"));

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.err()).contains("Runtime Environment");
  }

  @Test
  @Tag("slow")
  void takesPluginsFromAFolder() throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(elsewhere.resolve("ours.jar")))) {
      jar.putNextEntry(new ZipEntry("META-INF/services/dev.rehearsal.graders.GraderType"));
      jar.write("nowhere.NoSuchGraderType\n".getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    List<String> plan =
        List.of(
            Launched.root() + "/rehearsal",
            "plan",
            Launched.root() + "/config/plans/quickstart.conf");
    String nowhere = elsewhere + "/none";

    Launched with =
        Launched.process(elsewhere, Map.of("REHEARSAL_PLUGINS", elsewhere + ""), "", plan);
    Launched missing = Launched.process(elsewhere, Map.of("REHEARSAL_PLUGINS", nowhere), "", plan);

    assertThat(with.err())
        .contains("a grader type cannot be loaded", "nowhere.NoSuchGraderType not found");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("REHEARSAL_PLUGINS is " + nowhere + ", which is no folder");
  }

  @Test
  void namesTheFolderWhenJavaHomeHasNoJava() {
    Launched launched =
        Launched.process(
            elsewhere,
            Map.of("JAVA_HOME", elsewhere.toString()),
            "",
            List.of(Launched.root() + "/rehearsal", "version"));

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.err()).contains(elsewhere.toString()).contains("JDK 17 or newer");
  }

  @Test
  void refusesAnOldJava() throws IOException {
    Files.createDirectory(elsewhere.resolve("bin"));
    Path java = Files.writeString(elsewhere.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(elsewhere.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

    Launched launched =
        Launched.process(
            elsewhere,
            Map.of("JAVA_HOME", elsewhere.toString()),
            "",
            List.of(Launched.root() + "/rehearsal", "version"));

    assertThat(launched.exitCode()).isEqualTo(1);
    assertThat(launched.err()).contains("Java 17 or newer").contains("11.0.2");
  }

  @Test
  void suggestsTheNearestCommand() {
    Launched launched = Launched.rehearsal("intervall");

    assertThat(launched.exitCode()).isEqualTo(2);
    assertThat(launched.out()).isEmpty();
    assertThat(launched.err()).contains("intervall").contains("Did you mean: rehearsal interval");
  }

  @Test
  void showsTheCommandsWhenNoneIsNamed() {
    Launched launched = Launched.rehearsal();

    assertThat(launched.exitCode()).isEqualTo(2);
    assertThat(launched.out()).isEmpty();
    assertThat(launched.err()).contains("Commands:").contains("interval").contains("version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version"})
  void answersWhatEveryProgramIsAsked(String option) {
    Launched launched = Launched.rehearsal(option);

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out()).contains("rehearsal").doesNotContain("\u001b");
    assertThat(launched.err()).isEmpty();
  }

  @Test
  void printsACompletionScriptThatBashAccepts() throws IOException {
    Launched completion = Launched.rehearsal("completion");
    Path script = Files.writeString(elsewhere.resolve("completion"), completion.out());
    // Bash lets compopt be called only while it completes.
    String ask =
        "compopt() { :; }; . "
            + script
            + "; COMP_WORDS=(rehearsal inter); COMP_CWORD=1; _complete_rehearsal;"
            + " echo ${COMPREPLY[@]}";

    Launched bash = Launched.process(elsewhere, Map.of(), "", List.of("bash", "-c", ask));

    assertThat(bash.err()).isEmpty();
    assertThat(bash.out()).isEqualTo("interval\n");
  }
}
