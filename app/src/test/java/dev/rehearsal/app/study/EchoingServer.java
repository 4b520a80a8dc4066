package dev.rehearsal.app.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server that repeats the key it is asked with, in every form, in whatever it says. */
record EchoingServer(HttpServer server) implements AutoCloseable {

  /** One that answers with {@code status}. */
  static EchoingServer start(int status) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> answer(exchange, status));
      server.start();
      return new EchoingServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String key = header == null ? "" : header.substring("Bearer ".length());
    String echo = SecretForms.everyWay(key);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (status == 200) {
      body.put("model", "serves " + key);
      ObjectNode choice = body.putArray("choices").addObject();
      choice.put("finish_reason", "stop " + key);
      choice
          .putObject("message")
          .put("role", "assistant")
          .put("content", "You are " + echo)
          .put("a field called " + key, key);
    } else {
      body.putObject("error").put("message", "unknown: " + echo).put("code", key).put("type", key);
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("x-request-id", key);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
