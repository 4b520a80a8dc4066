package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated model as a server, started the way a user starts it. */
class EndpointIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void servesUntilItIsToldToEnd() throws Exception {
    Path calls = folder.resolve("calls.jsonl");
    Path trouble = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(
                Launched.root().resolve("rehearsal").toString(),
                "endpoint",
                "--port=0",
                "--rate=refusal=1",
                "--phrase=refusal=I cannot help with that",
                "--set=served-model=simulated-7",
                "--call-log=" + calls,
                "--json")
            .redirectError(trouble.toFile());
    builder.environment().put("REHEARSAL_BUILD", "never");
    Process process = builder.start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertThat(line).as(Files.readString(trouble)).isNotNull();
      JsonNode launch = JSON.readTree(line);
      assertThat(launch.path("pid").longValue()).isEqualTo(process.pid());

      JsonNode reply = ask(launch.path("url").textValue());

      assertThat(reply.path("model").textValue()).isEqualTo("simulated-7");
      assertThat(reply.at("/choices/0/message/content").textValue())
          .contains("I cannot help with that");
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
      assertThat(process.exitValue()).as(Files.readString(trouble)).isZero();
      assertThat(Files.readString(calls)).contains("\"outcome\":\"answered\"").hasLineCount(1);
      assertThat(Files.readString(trouble)).containsOnlyOnce("\n").contains("ends on TERM");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void namesTheNearestKeyOfAMisspeltSetting() {
    Launched launched = Launched.rehearsal("endpoint", "--set=ech-key=true", "--port=99999");

    assertThat(launched.exitCode()).isEqualTo(2);
    assertThat(launched.err()).contains("did you mean echo-key?").contains("port must be within");
  }

  @Test
  @Tag("slow")
  void saysThatAPortIsTaken() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Launched launched = Launched.rehearsal("endpoint", "--port", "" + taken.getLocalPort());

      assertThat(launched.exitCode()).isEqualTo(1);
      assertThat(launched.err()).contains("cannot listen on").hasLineCount(1);
    }
  }

  private static JsonNode ask(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
