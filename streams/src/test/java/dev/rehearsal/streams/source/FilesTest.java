package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.testkit.javadsl.TestKit;
import com.github.luben.zstd.Zstd;
import dev.rehearsal.RehearsalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on a disk: names, globs, compression, damage. */
class FilesTest {
  private static ActorSystem system;

  @TempDir Path folder;
  private Path run;

  @BeforeAll
  static void start() {
    system = ActorSystem.create("files");
  }

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(system);
  }

  @BeforeEach
  void makeRunFolder() throws IOException {
    run = Files.createDirectory(folder.resolve("run"));
  }

  @Test
  void readsPlainGzipAndZstandardByTheirFirstBytes() throws IOException {
    Logs.write(folder, "a.jsonl", List.of(Logs.record("a")));
    Logs.write(folder, "b.jsonl.gz", gzip(Logs.bytes(List.of(Logs.record("b")))));
    Logs.write(folder, "c.jsonl.zst", Zstd.compress(Logs.bytes(List.of(Logs.record("c")))));
    Logs.write(folder, "d.jsonl", gzip(Logs.bytes(List.of(Logs.record("d")))));

    assertThat(ids("*.jsonl*")).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void readsEveryMemberOfAGzipFile() throws IOException {
    byte[] first = gzip(Logs.bytes(List.of(Logs.record("a"))));
    byte[] second = gzip(Logs.bytes(List.of(Logs.record("b"))));
    Logs.write(folder, "log.gz", concat(first, second, new byte[700]));

    assertThat(ids("log.gz")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void refusesACutOrDamagedFileAndSaysWhere() throws IOException {
    byte[] plain = Logs.bytes(Logs.records(20_000));
    byte[] gzip = gzip(plain);
    byte[] zstd = Zstd.compress(plain);
    byte[] wrong = gzip.clone();
    wrong[gzip.length - 6]++;

    assertDamaged("cut.gz", Arrays.copyOf(gzip, gzip.length / 2));
    assertDamaged("end.gz", Arrays.copyOf(gzip, gzip.length - 3));
    assertDamaged("sum.gz", wrong);
    assertDamaged("rest.gz", concat(gzip, "rest".getBytes(StandardCharsets.UTF_8)));
    assertDamaged("second.gz", concat(gzip, Arrays.copyOf(gzip, 5)));
    assertDamaged("empty.gz", new byte[0]);
    assertDamaged("cut.zst", Arrays.copyOf(zstd, zstd.length / 2));
    assertDamaged("rest.zst", concat(zstd, "some rest".getBytes(StandardCharsets.UTF_8)));
    assertDamaged("empty.zst", new byte[0]);
  }

  @Test
  void readsEachFileOnceHoweverOftenItIsNamed() {
    Logs.write(folder, "a.jsonl", List.of(Logs.record("a")));

    assertThat(ids("a.jsonl\", \"*.jsonl\", \"" + folder.resolve("a.jsonl"))).containsExactly("a");
  }

  @Test
  void findsFilesInFolders() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("logs/2026/01"));
    Logs.write(deep, "a.jsonl", List.of(Logs.record("a")));
    Logs.write(folder.resolve("logs/2026"), "b.jsonl", List.of(Logs.record("b")));

    assertThat(ids("logs/*/*.jsonl")).containsExactly("b");
    assertThat(ids("logs/**.jsonl")).containsExactlyInAnyOrder("a", "b");
    assertThat(ids(folder + "/logs/2026/{01,02}/?.jsonl")).containsExactly("a");
  }

  @Test
  void saysWhichPathMeansNoFile() {
    assertThatThrownBy(() -> open("missing-*.jsonl", ""))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("no file is at missing-*.jsonl")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void ignoresAByteOrderMarkAndTheCarriageReturnsOfWindows() {
    Logs.write(
        folder,
        "log.jsonl",
        ("\uFEFF" + Logs.record("a") + "\r\n\r\n" + Logs.record("b"))
            .getBytes(StandardCharsets.UTF_8));

    try (PreparedSource source = open("log.jsonl", "")) {
      assertThat(Logs.ids(source, system)).containsExactlyInAnyOrder("a", "b");
      assertThat(source.funnel().read()).isEqualTo(2);
    }
  }

  @Test
  void quarantinesALineOverTheLimitWithoutItsId() throws IOException {
    String exact = Logs.record("e");
    Logs.write(
        folder,
        "log.jsonl",
        List.of(
            exact,
            Logs.record("long").replace("question", "q".repeat(300_000)),
            exact.replace("\"e\"", "\"f\"")));

    try (PreparedSource source = open("log.jsonl", "max-line-bytes = " + exact.length())) {
      assertThat(Logs.ids(source, system)).containsExactlyInAnyOrder("e", "f");
      assertThat(source.quarantined()).containsEntry("over max-line-bytes", 1L).hasSize(1);
    }
    assertThat(Files.readString(run.resolve("quarantine.jsonl"))).contains("\"line\":2");
  }

  @Test
  void namesTheFileAsThePlanWouldInTheQuarantine() throws IOException {
    Files.createDirectory(folder.resolve("logs"));
    Logs.write(folder.resolve("logs"), "a.jsonl", List.of(Logs.record("a"), "no"));

    try (PreparedSource source = open("logs/*.jsonl", "")) {
      assertThat(source.funnel().quarantined()).isEqualTo(1);
    }
    assertThat(Files.readString(run.resolve("quarantine.jsonl")))
        .isEqualTo(
            "{\"file\":\"logs/a.jsonl\",\"line\":2,\"reason\":\"not JSON\",\"detail\":\"column 1\"}\n");
  }

  @Test
  void readsToolDefinitionsThatARecordNames() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("pack/tools"));
    Logs.write(
        tools, "shop.json", List.of("[{\"type\":\"function\",\"function\":{\"name\":\"stock\"}}]"));
    Logs.write(
        folder,
        "log.jsonl",
        List.of(
            named("a", "\"tools/shop.json\""),
            named("b", "null"),
            named("c", "\"../../secret.json\""),
            named("d", "\"tools/missing.json\""),
            named("e", "7"),
            named("f", "\"tools/shop.json\"")
                .replace("{\"meta\"", "{\"tools\":[{\"own\":1}],\"meta\"")));

    String block = "tools { field = meta.tools, folder = pack }";
    try (PreparedSource source = open("log.jsonl", block)) {
      assertThat(Logs.all(source, system))
          .extracting(prefix -> prefix.conversationId() + " " + prefix.tools())
          .containsExactlyInAnyOrder(
              "a [{\"type\":\"function\",\"function\":{\"name\":\"stock\"}}]",
              "b []",
              "f [{\"own\":1}]");
      assertThat(source.quarantined()).containsEntry("tool definitions not usable", 3L);
    }
  }

  private static String named(String id, String tools) {
    return Logs.record(id).replace("{\"id\"", "{\"meta\":{\"tools\":" + tools + "},\"id\"");
  }

  private void assertDamaged(String name, byte[] bytes) {
    Logs.write(folder, name, bytes);
    assertThatThrownBy(() -> open(name, ""))
        .as(name)
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(name + ": reading stopped at line ");
  }

  private List<String> ids(String path) {
    try (PreparedSource source = open(path, "")) {
      return Logs.ids(source, system);
    }
  }

  private PreparedSource open(String path, String more) {
    return Logs.spec(folder, "type = jsonl, paths = [\"" + path + "\"]\n" + more)
        .open(Logs.preparation(run));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return out.toByteArray();
  }
}
