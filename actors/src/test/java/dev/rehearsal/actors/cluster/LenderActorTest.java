package dev.rehearsal.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import dev.rehearsal.model.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node with the model {@code new}; the run of the test's is a probe. */
final class LenderActorTest {
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<Wire.ToRun> run = kit.createTestProbe(Wire.ToRun.class);
  private final HandsClient client = new HandsClient();
  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ActorRef<LenderActor.Command> lender =
      kit.spawn(
          LenderActor.create(
              "n",
              Map.of("new", new LenderActor.Lent(client, "print", 3)),
              nanos::get,
              new LenderActor.Listener() {
                @Override
                public void welcomed(String run, Map<String, String> refused) {
                  heard.add("welcome " + run + refused);
                }

                @Override
                public void runGone() {
                  heard.add("gone");
                }
              }));

  LenderActorTest() {
    kit.system().receptionist().tell(Receptionist.register(BorrowerActor.KEY, run.getRef()));
    Wire.Offer offer = run.expectMessageClass(Wire.Offer.class);
    assertThat(offer.hands()).containsExactly(Map.entry("new", new Wire.Hands("print", 3)));
    assertThat(offer.version()).isEqualTo(Wire.VERSION);
    lender.tell(new Wire.Welcome("r", Map.of("old", "why")));
  }

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void makesACallOnlyAfterTheWordToGo() throws IOException {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    assertThat(client.calls).isEmpty();
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    lender.tell(new Wire.Go(1));
    HandsClient.Pending pending = client.next();
    assertThat(pending.call()).isEqualTo(HandsClient.call("k", "hello"));
    pending.outcome().complete(HandsClient.answered("yes"));
    assertThat(outcome(1)).isEqualTo(HandsClient.answered("yes"));
    assertThat(progress()).isEqualTo(new LenderActor.Progress(1, 0, 0));
  }

  @Test
  void makesNoCallWhenTheWordToGoComesTooLate() {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    nanos.addAndGet(Duration.ofMillis(501).toNanos());
    lender.tell(new Wire.Go(1));
    run.expectMessage(new Wire.NotMade(1, "the word to go came too late"));
    assertThat(client.calls).isEmpty();
  }

  @Test
  void forgetsACallThatWasTakenBackAndSaysSo() {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    lender.tell(new Wire.TakenBack(1));
    run.expectMessage(new Wire.NotMade(1, "taken back"));
    lender.tell(new Wire.Go(1));
    run.expectMessage(new Wire.NotMade(1, "unknown"));
    assertThat(client.calls).isEmpty();
  }

  @Test
  void saysSoOfACallTooThatNeverCame() {
    lender.tell(new Wire.TakenBack(1));
    run.expectMessage(new Wire.NotMade(1, "taken back"));
  }

  @Test
  void waitsNoLongerThanHalfASecondForAWordToGoThatIsLost() {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    time.timePasses(Duration.ofMillis(499));
    run.expectNoMessage(Duration.ZERO);
    time.timePasses(Duration.ofMillis(1));
    run.expectMessage(new Wire.NotMade(1, "no word to go came"));
    lender.tell(new Wire.Go(1));
    run.expectMessage(new Wire.NotMade(1, "unknown"));
    assertThat(client.calls).isEmpty();
  }

  @Test
  void waitsAsLongAsACallTakesOnceItWasToldToGo() throws IOException {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    lender.tell(new Wire.Go(1));
    HandsClient.Pending pending = client.next();
    time.timePasses(Duration.ofSeconds(5));
    pending.outcome().complete(HandsClient.answered("yes"));
    assertThat(outcome(1)).isEqualTo(HandsClient.answered("yes"));
  }

  @Test
  void refusesAModelThatItDoesNotKnowOrKnowsDifferently() {
    work(1, "old", "print");
    run.expectMessage(new Wire.NotMade(1, "not the model that the node knows"));
    work(2, "new", "another");
    run.expectMessage(new Wire.NotMade(2, "not the model that the node knows"));
  }

  @Test
  void sendsALargeReplyInPieces() throws IOException {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    lender.tell(new Wire.Go(1));
    Outcome large = HandsClient.answered("é".repeat(LenderActor.PIECE_BYTES));
    client.next().outcome().complete(large);
    assertThat(outcome(1)).isEqualTo(large);
  }

  @Test
  void aClientThatFailsIsABugAndThatCallPaysForIt() throws IOException {
    work(1, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    lender.tell(new Wire.Go(1));
    client.next().outcome().completeExceptionally(new IllegalStateException("a bug"));
    assertThat(outcome(1)).isEqualTo(Outcome.Failed.terminal("internal error"));
    assertThat(progress()).isEqualTo(new LenderActor.Progress(0, 1, 0));
  }

  @Test
  void finishesItsCallsBeforeItLeavesAndTakesNoMore() throws IOException {
    work(1, "new", "print");
    work(2, "new", "print");
    run.expectMessage(new Wire.Ready(1));
    run.expectMessage(new Wire.Ready(2));
    lender.tell(new Wire.Go(1));
    HandsClient.Pending pending = client.next();
    CompletableFuture<Void> done = new CompletableFuture<>();
    lender.tell(new LenderActor.Leave(done));
    run.expectMessageClass(Wire.Leaving.class);
    run.expectMessage(new Wire.NotMade(2, "the node leaves"));
    work(3, "new", "print");
    run.expectMessage(new Wire.NotMade(3, "the node leaves"));
    assertThat(done).isNotDone();
    pending.outcome().complete(HandsClient.answered("last"));
    assertThat(outcome(1)).isEqualTo(HandsClient.answered("last"));
    assertThat(done).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void tellsWhoWelcomedItAndWhenTheRunIsGone() throws InterruptedException {
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("welcome r{old=why}");
    run.stop();
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("gone");
  }

  private void work(long id, String model, String fingerprint) {
    lender.tell(new Wire.Work(id, model, fingerprint, HandsClient.call("k", "hello")));
  }

  private Outcome outcome(long id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Wire.Part part;
    int index = 0;
    do {
      part = run.expectMessageClass(Wire.Part.class);
      assertThat(part.id()).isEqualTo(id);
      assertThat(part.index()).isEqualTo(index++);
      assertThat(part.bytes()).hasSizeLessThanOrEqualTo(LenderActor.PIECE_BYTES);
      bytes.writeBytes(part.bytes());
    } while (index < part.of());
    return WireJson.outcome(WireJson.tree(bytes.toByteArray()));
  }

  private LenderActor.Progress progress() {
    CompletableFuture<LenderActor.Progress> progress = new CompletableFuture<>();
    lender.tell(new LenderActor.GetProgress(progress));
    return progress.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
