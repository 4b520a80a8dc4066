package dev.rehearsal.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One run of the launcher in a process of its own, as the system saw it (Linux only).
 *
 * @param seconds from start to exit
 * @param pathSeconds from the first admission to the result: without start and index
 * @param cpuSeconds of all its threads, in user and system
 * @param peakBytes most memory that was resident at any time
 */
record Measured(double seconds, double pathSeconds, double cpuSeconds, long peakBytes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TICKS_PER_SECOND = 100;
  private static final int CHILDREN_USER = 13;

  static Measured run(Path plan, Path out) throws IOException, InterruptedException {
    double cpuBefore = childrenCpuSeconds();
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder("./rehearsal", "run", plan.toString(), "--out", out.toString(), "--json")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long launched = begun;
    long done = begun;
    long peak = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode record = JSON.readTree(line);
        peak = Math.max(peak, peakBytes(process.pid()));
        switch (record.path("type").asText()) {
          case "launch" -> launched = System.nanoTime();
          case "done" -> done = System.nanoTime();
          default -> {}
        }
      }
    }
    int exit = process.waitFor();
    long ended = System.nanoTime();
    if (done == begun || exit == 1 || exit == 2) {
      throw new IllegalStateException("the run ended with exit code " + exit);
    }
    return new Measured(
        (ended - begun) / 1e9, (done - launched) / 1e9, childrenCpuSeconds() - cpuBefore, peak);
  }

  /** Of the processes that were waited for; those that still run are not in it. */
  private static double childrenCpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
        / TICKS_PER_SECOND;
  }

  private static long peakBytes(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          << 10;
    }
  }
}
