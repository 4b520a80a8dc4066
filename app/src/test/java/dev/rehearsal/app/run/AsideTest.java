package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsideTest {
  @Test
  void saysAllInOrderBeforeItIsClosed() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Aside aside = new Aside(heard::add)) {
      aside.accept("one");
      aside.accept("two");
    }
    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void neitherWaitsNorKeepsAnEndWaitingForSomebodyWhoDoesNotListen() {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Aside aside = new Aside(line -> await(stopped))) {
      aside.accept("one");
      aside.accept("two");
    }
    assertThat(stopped.getCount()).isOne();
    stopped.countDown();
  }

  private static void await(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        // A write to a terminal does not end by that.
        open = false;
      }
    }
  }
}
