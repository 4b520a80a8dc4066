package dev.rehearsal.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The limit of calls: the same HTTP client with nothing around it. */
final class RawHttp {
  private static final String BODY =
      "{\"model\":\"simulated\",\"messages\":[{\"role\":\"user\",\"content\":\""
          + "about ".repeat(30)
          + "\"}]}";

  private RawHttp() {}

  /** Calls a second, over so many calls after as many to warm up. */
  static double perSecond(URI address, int inFlight, long calls) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
      seconds(client, address, inFlight, calls);
      return calls / seconds(client, address, inFlight, calls);
    } finally {
      threads.shutdownNow();
    }
  }

  private static double seconds(HttpClient client, URI address, int inFlight, long calls)
      throws InterruptedException {
    Semaphore places = new Semaphore(inFlight);
    long begun = System.nanoTime();
    for (long i = 0; i < calls; i++) {
      places.acquire();
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", "raw-" + i)
              .POST(HttpRequest.BodyPublishers.ofString(BODY))
              .build();
      CompletableFuture<Void> freed =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
              .thenAccept(
                  response -> {
                    if (response.statusCode() != 200) {
                      throw new IllegalStateException("HTTP " + response.statusCode());
                    }
                  })
              .whenComplete((done, failure) -> places.release());
      assert freed != null;
    }
    places.acquire(inFlight);
    return (System.nanoTime() - begun) / 1e9;
  }
}
