package dev.rehearsal.app.run;

import java.util.concurrent.atomic.AtomicBoolean;

/** An end that several ways lead to, and that is gone through by the first of them only. */
final class Once implements AutoCloseable {
  private final Runnable end;
  private final AtomicBoolean ended = new AtomicBoolean();

  Once(Runnable end) {
    this.end = end;
  }

  @Override
  public void close() {
    if (!ended.getAndSet(true)) {
      end.run();
    }
  }
}
