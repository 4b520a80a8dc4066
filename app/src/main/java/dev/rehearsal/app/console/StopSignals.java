package dev.rehearsal.app.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sun.misc.Signal;

/**
 * Ctrl-C and a polite kill, taken as a request to end. Only the first is: the signals then have
 * their usual effect again, so that a second one ends the process at once.
 */
public final class StopSignals {
  private StopSignals() {}

  /** Completes with the name of the first signal that asks the process to end. */
  public static CompletionStage<String> first() {
    CompletableFuture<String> first = new CompletableFuture<>();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            Signal.handle(signal, sun.misc.SignalHandler.SIG_DFL);
            first.complete(signal.getName());
          });
    }
    return first;
  }
}
