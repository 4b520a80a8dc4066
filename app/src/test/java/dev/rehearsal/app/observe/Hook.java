package dev.rehearsal.app.observe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that takes alarms: it answers with the given codes, then with 204. */
final class Hook implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  Hook(Integer... first) throws IOException {
    answers.addAll(List.of(first));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Integer next = answers.poll();
          exchange.sendResponseHeaders(next == null ? 204 : next, -1);
          exchange.close();
        });
    server.start();
  }

  /** With a token in it. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/very-private-token";
  }

  /** What was posted, in order. */
  List<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
