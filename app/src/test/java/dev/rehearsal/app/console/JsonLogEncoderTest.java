package dev.rehearsal.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLogEncoderTest {

  @Test
  void writesWhatALibraryLogsOnOneLine() throws IOException {
    String line = encoded("a \"word\"\nand {}", null, "more");

    assertThat(line).endsWith("\n").hasLineCount(1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("logger").asText()).isEqualTo("some.library");
    assertThat(json.path("message").asText()).isEqualTo("a \"word\"\nand more");
    assertThat(json.has("time")).isTrue();
    assertThat(json.has("exception")).isFalse();
  }

  @Test
  void keepsTheTraceOfAnException() throws IOException {
    String line = encoded("it broke", new IllegalStateException("odd"));

    assertThat(line).hasLineCount(1);
    assertThat(new ObjectMapper().readTree(line).path("exception").asText())
        .contains("IllegalStateException: odd")
        .contains("JsonLogEncoderTest");
  }

  private static String encoded(String message, @Nullable Throwable failure, Object... arguments) {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("some.library");
    JsonLogEncoder encoder = new JsonLogEncoder();
    encoder.setContext(context);
    encoder.start();
    return new String(
        encoder.encode(new LoggingEvent("x", logger, Level.WARN, message, failure, arguments)),
        StandardCharsets.UTF_8);
  }
}
