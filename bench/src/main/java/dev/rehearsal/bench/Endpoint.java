package dev.rehearsal.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The simulated model in a process of its own. */
record Endpoint(Process process, String url) implements AutoCloseable {

  static Endpoint start(String latency) throws IOException {
    Process process =
        new ProcessBuilder(
                "./rehearsal",
                "endpoint",
                "--port",
                "0",
                "--json",
                "--latency",
                latency,
                "--rate",
                "refusal=0.01")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the endpoint did not start: try ./rehearsal endpoint");
    }
    return new Endpoint(process, new ObjectMapper().readTree(line).path("url").asText());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    int exit = process.waitFor();
    assert exit >= 0;
  }
}
