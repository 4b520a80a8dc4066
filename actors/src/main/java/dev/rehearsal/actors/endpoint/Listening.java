package dev.rehearsal.actors.endpoint;

import akka.http.javadsl.ServerBinding;
import dev.rehearsal.RehearsalException;
import java.net.BindException;
import java.util.concurrent.CompletionException;

/** What a server that listens on a port says of it. */
public final class Listening {
  private Listening() {}

  /** Address and port that a server listens on: {@code http://127.0.0.1:8000}. */
  public static String url(String host, ServerBinding binding) {
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + binding.localAddress().getPort();
  }

  /** Why a port cannot be had, and what to do. */
  public static RehearsalException unusable(String host, int port, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && (cause instanceof CompletionException || !(cause instanceof BindException))) {
      cause = cause.getCause();
    }
    return RehearsalException.failed(
        "cannot listen on "
            + host
            + ":"
            + port
            + ": "
            + cause.getMessage()
            + "; choose another port, or 0 for any free one",
        failure);
  }
}
