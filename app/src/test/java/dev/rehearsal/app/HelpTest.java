package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  static Set<String> commands() {
    return Main.commandLine(console(new ByteArrayOutputStream())).getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExampleOfItself(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int exitCode = Main.run(console(out), command, "--help");

    String help = out.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).isZero();
    assertThat(help).contains("Usage: rehearsal " + command).containsPattern("Examples?:\\R");
    String examples = help.substring(help.indexOf("Example"));
    assertThat(examples).contains("rehearsal " + command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionOfACommandIsExplained(String command) {
    CommandSpec spec =
        Objects.requireNonNull(
                Main.commandLine(console(new ByteArrayOutputStream()))
                    .getSubcommands()
                    .get(command))
            .getCommandSpec();
    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandThatIsShownSpeaksJson(String command) {
    CommandSpec spec =
        Objects.requireNonNull(
                Main.commandLine(console(new ByteArrayOutputStream()))
                    .getSubcommands()
                    .get(command))
            .getCommandSpec();
    assertThat(spec.usageMessage().hidden() || spec.findOption("--json") != null).isTrue();
  }

  private static Console console(ByteArrayOutputStream out) {
    return Console.of(InputStream.nullInputStream(), out, out);
  }
}
