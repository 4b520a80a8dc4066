package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders that may not be written, or not be read. Root may do everything, so its tests run the
 * launcher as nobody, by {@code setpriv}.
 */
class ReadOnlyIT {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["log.jsonl"] }
      lanes { production = recorded }
      graders { no { type = rule, contains = "no" } }
      categories = [ { id = no, grader = no } ]
      stop { rules = off }
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeARunThatOthersMayReadAndNobodyMayWrite() throws IOException {
    permit(folder, "rwxr-xr-x");
    assumeTrue(limited("version").exitCode() == 0, "this needs a user who is not root, or setpriv");
    Files.writeString(folder.resolve("plan.conf"), PLAN);
    Files.writeString(
        folder.resolve("log.jsonl"),
        """
        {"id":"a","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yes"}]}
        {"id":"b","messages":[{"role":"user","content":"ho"},{"role":"assistant","content":"no"}]}
        """);
    Launched begun = Launched.rehearsal("run", plan(), "--out", run().toString(), "--limit", "1");
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    permit(folder, "r-xr-xr-x");
  }

  @AfterEach
  void letTheFoldersBeRemoved() throws IOException {
    permit(folder, "rwxr-xr-x");
    if (Files.exists(run())) {
      permit(run(), "rwxr-xr-x");
    }
  }

  @Test
  @Tag("slow")
  void aRunCannotBeginInAFolderThatMayNotBeWritten() {
    Launched refused = limited("run", plan(), "--out", folder.resolve("other").toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("other: cannot make the run's folder (AccessDenied")
        .contains("name another with --out")
        .doesNotContain("should not happen");
  }

  @Test
  @Tag("slow")
  void aRunThatMayNotBeWrittenIsReportedButNotResumedAndStaysAsItIs() throws IOException {
    try (Stream<Path> files = Files.list(run())) {
      for (Path file : files.toList()) {
        permit(file, "r--r--r--");
      }
    }
    permit(run(), "r-xr-xr-x");
    Map<String, Long> before = sizes();

    Launched refused = limited("run", plan(), "--resume", run().toString());
    Launched report = limited("report", run().toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("cannot lock the run (AccessDenied")
        .contains("the folder must be writable");
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).contains("BUDGET after 1 prefix:");
    assertThat(sizes()).isEqualTo(before);
  }

  @Test
  @Tag("slow")
  void aRunThatMayNotBeReadIsNotOpened() throws IOException {
    permit(run(), "---------");

    Launched refused = limited("run", plan(), "--resume", run().toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("may not be read by this user");
  }

  /** The launcher, by a user whom permissions bind. */
  private Launched limited(String... arguments) {
    List<String> command = new ArrayList<>(root() ? AS_NOBODY : List.of());
    command.add(Launched.root().resolve("rehearsal").toString());
    command.addAll(List.of(arguments));
    try {
      return Launched.process(folder, Map.of(), "", command);
    } catch (UncheckedIOException noSuchProgram) {
      return new Launched(-1, "", noSuchProgram.toString());
    }
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private String plan() {
    return folder.resolve("plan.conf").toString();
  }

  private Path run() {
    return folder.resolve("run");
  }

  private Map<String, Long> sizes() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(run())) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
