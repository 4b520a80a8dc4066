package dev.rehearsal.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The run's machine makes one call at once; a node of the test's is a probe. */
final class BorrowerActorTest {
  private static final String MODEL = "new";
  private static final ModelEvent SETTLED =
      new ModelEvent.NotLent(MODEL, "settled", "it is of another version of Rehearsal");

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<ModelActor.Command> model = kit.createTestProbe(ModelActor.Command.class);
  private final TestProbe<Wire.ToNode> node = kit.createTestProbe(Wire.ToNode.class);
  private final HandsClient home = new HandsClient();
  private final AtomicLong nanos = new AtomicLong();
  private final ConcurrentLinkedQueue<ModelEvent> events = new ConcurrentLinkedQueue<>();
  private final ActorRef<BorrowerActor.Command> borrower =
      kit.spawn(BorrowerActor.create("run", events::add, nanos::get));

  BorrowerActorTest() {
    borrower.tell(new BorrowerActor.Serve(MODEL, "print", home, 1, model.getRef()));
  }

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void makesCallsHereWhileNobodyLendsAHand() {
    CompletableFuture<Outcome> first = attempt("a");
    CompletableFuture<Outcome> second = attempt("b");
    answerAtHome("a");
    answerAtHome("b");
    assertThat(got(first)).isEqualTo(HandsClient.answered("at home"));
    assertThat(got(second)).isEqualTo(HandsClient.answered("at home"));
  }

  @Test
  void handsACallToANodeWhenThisMachineIsBusierAndWaitsTillItIsReady() {
    lend(2);
    CompletableFuture<Outcome> here = attempt("a");
    CompletableFuture<Outcome> there = attempt("b");
    Wire.Work work = node.expectMessageClass(Wire.Work.class);
    assertThat(work.call()).isEqualTo(HandsClient.call("b", "hello"));
    assertThat(work.fingerprint()).isEqualTo("print");
    node.expectNoMessage(Duration.ZERO);

    borrower.tell(new Wire.Ready(work.id()));
    node.expectMessage(new Wire.Go(work.id()));
    answer(work.id(), "from afar", 10_000);
    assertThat(got(there)).isEqualTo(HandsClient.answered("from afar"));
    assertThat(here).isNotDone();
    answerAtHome("a");
    assertThat(home.calls).isEmpty();
  }

  @Test
  void joinsAnOutcomeThatComesInPieces() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> there = attempt("b");
    long id = given();
    answer(id, "from afar", 7);
    assertThat(got(there)).isEqualTo(HandsClient.answered("from afar"));
  }

  @Test
  void strandsACallWhoseOutcomeMissesAPiece() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> there = attempt("b");
    long id = given();
    borrower.tell(new Wire.Part(id, 1, 2, new byte[] {1}));
    assertThat(got(there)).isInstanceOf(Outcome.Stranded.class);
  }

  @Test
  void takesBackWhatANodeDidNotAcknowledgeWithinHalfASecond() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> slow = attempt("b");
    Wire.Work work = node.expectMessageClass(Wire.Work.class);
    time.timePasses(Duration.ofMillis(499));
    home.next();
    settle();
    assertThat(home.calls).isEmpty();
    time.timePasses(Duration.ofMillis(1));
    node.expectMessage(new Wire.TakenBack(work.id()));
    answerAtHome("b");
    assertThat(got(slow)).isEqualTo(HandsClient.answered("at home"));

    borrower.tell(new Wire.Ready(work.id()));
    node.expectNoMessage(Duration.ZERO);
    begin("c");
    assertThat(node.expectMessageClass(Wire.Work.class).call().key())
        .as("its hand is free again once it answered")
        .isEqualTo("c");
  }

  @Test
  void asksForTheHandOfALostCallUntilTheNodeAnswers() {
    lend(1);
    begin("a");
    begin("b");
    Wire.Work lost = node.expectMessageClass(Wire.Work.class);
    time.timePasses(AttemptLease.EACH_WAY);
    node.expectMessage(new Wire.TakenBack(lost.id()));
    time.timePasses(AttemptLease.ASK_AGAIN);
    node.expectMessage(new Wire.TakenBack(lost.id()));
    begin("c");
    node.expectNoMessage(Duration.ZERO);

    borrower.tell(new Wire.NotMade(lost.id(), "taken back"));
    begin("d");
    assertThat(node.expectMessageClass(Wire.Work.class).call().key()).isEqualTo("d");
    for (String key : new String[] {"a", "b", "c"}) {
      answerAtHome(key);
    }
  }

  @Test
  void makesHereWhatANodeWouldNotMake() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> refused = attempt("b");
    Wire.Work work = node.expectMessageClass(Wire.Work.class);
    home.next();
    borrower.tell(new Wire.NotMade(work.id(), "late"));
    answerAtHome("b");
    assertThat(got(refused)).isEqualTo(HandsClient.answered("at home"));
  }

  @Test
  void usesNoPermitThatIsOlderThanASecondAndMakesThatCallHereWithItsNext() {
    lend(2);
    begin("a");
    CompletableFuture<Outcome> late = attempt("b");
    long b = given();
    CompletableFuture<Outcome> soon = attempt("c");
    long c = given();
    home.next();
    pass(Duration.ofSeconds(1));
    borrower.tell(new Wire.NotMade(c, "the word to go came too late"));
    answerAtHome("c");
    assertThat(got(soon)).isEqualTo(HandsClient.answered("at home"));

    pass(Duration.ofNanos(1));
    borrower.tell(new Wire.NotMade(b, "the word to go came too late"));
    assertThat(got(late)).isEqualTo(new Outcome.Lapsed());
    assertThat(home.calls).isEmpty();

    CompletableFuture<Outcome> again = attempt("b");
    answerAtHome("b");
    assertThat(got(again)).isEqualTo(HandsClient.answered("at home"));
    node.expectNoMessage(Duration.ZERO);
    begin("b");
    assertThat(node.expectMessageClass(Wire.Work.class).call().key())
        .as("only the next of them stays here")
        .isEqualTo("b");
  }

  @Test
  void givesNoWordToGoWhenThisMachineItselfHasPaused() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> paused = attempt("b");
    Wire.Work work = node.expectMessageClass(Wire.Work.class);
    pass(Duration.ofSeconds(3));
    borrower.tell(new Wire.Ready(work.id()));
    node.expectMessage(new Wire.TakenBack(work.id()));
    assertThat(got(paused)).isEqualTo(new Outcome.Lapsed());
  }

  @Test
  void aLostNodeStrandsWhatItBeganAndLeavesTheRestToThisMachine() {
    lend(3);
    begin("a");
    CompletableFuture<Outcome> begun = attempt("b");
    long id = given();
    CompletableFuture<Outcome> offered = attempt("c");
    node.expectMessageClass(Wire.Work.class);
    home.next();

    node.stop();
    assertThat(got(begun)).isEqualTo(new Outcome.Stranded("node lost"));
    answerAtHome("c");
    assertThat(got(offered)).isEqualTo(HandsClient.answered("at home"));
    model.expectMessage(new ModelActor.Lend(Map.of()));
    settle();
    assertThat(events).contains(new ModelEvent.HandsGone(MODEL, "n", "is gone", 0));

    answer(id, "from the grave", 10_000);
    settle();
    assertThat(got(begun)).isEqualTo(new Outcome.Stranded("node lost"));
  }

  @Test
  void aNodeThatLeavesGetsNoMoreAndFinishesWhatItHas() {
    lend(3);
    begin("a");
    CompletableFuture<Outcome> begun = attempt("b");
    long id = given();
    borrower.tell(new Wire.Leaving(node.getRef()));
    model.expectMessage(new ModelActor.Lend(Map.of()));
    begin("c");
    answerAtHome("a");
    answerAtHome("c");
    answer(id, "a last one", 10_000);
    settle();
    assertThat(got(begun)).isEqualTo(HandsClient.answered("a last one"));
    assertThat(events).contains(new ModelEvent.HandsGone(MODEL, "n", "leaves", 0));
  }

  @Test
  void aNodeThatForgetsItsDeadlineStrandsTheCall() {
    lend(1);
    begin("a");
    CompletableFuture<Outcome> forgotten = attempt("b");
    given();
    time.timePasses(Duration.ofSeconds(12));
    assertThat(got(forgotten)).isEqualTo(new Outcome.Stranded("reply lost in the cluster"));
  }

  @Test
  void asksNoNodeThatKnowsTheModelDifferently() {
    offer(Wire.VERSION, Map.of(MODEL, new Wire.Hands("another", 4)));
    String why = "its plan has other settings for it, which can change replies";
    node.expectMessage(new Wire.Welcome("run", Map.of(MODEL, why)));
    begin("a");
    begin("b");
    answerAtHome("a");
    answerAtHome("b");
    node.expectNoMessage(Duration.ZERO);
    settle();
    assertThat(events).containsExactly(new ModelEvent.NotLent(MODEL, "n", why), SETTLED);
  }

  @Test
  void asksNoNodeOfAnotherVersionOrWithoutTheModel() {
    offer(Wire.VERSION + 1, Map.of(MODEL, new Wire.Hands("print", 4)));
    node.expectMessage(
        new Wire.Welcome("run", Map.of(MODEL, "it is of another version of Rehearsal")));
    TestProbe<Wire.ToNode> other = kit.createTestProbe(Wire.ToNode.class);
    borrower.tell(new Wire.Offer(Wire.VERSION, "o", other.getRef(), Map.of()));
    other.expectMessage(
        new Wire.Welcome("run", Map.of(MODEL, "its plan has no such model behind HTTP")));
    model.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aCallThatIsLongerThanAMessageShouldBeStaysHere() {
    lend(4);
    begin("a");
    borrower.tell(
        new BorrowerActor.Attempt(
            MODEL,
            HandsClient.call("long", "x".repeat(BorrowerActor.MOST_CALL_BYTES)),
            new CompletableFuture<>()));
    answerAtHome("a");
    answerAtHome("long");
    node.expectNoMessage(Duration.ZERO);
  }

  private void lend(int inFlight) {
    offer(Wire.VERSION, Map.of(MODEL, new Wire.Hands("print", inFlight)));
    node.expectMessage(new Wire.Welcome("run", Map.of()));
    model.expectMessage(new ModelActor.Lend(Map.of("n", inFlight)));
    settle();
    events.removeIf(event -> event.equals(SETTLED));
    assertThat(events).containsExactly(new ModelEvent.Lent(MODEL, "n", inFlight));
  }

  private void offer(int version, Map<String, Wire.Hands> hands) {
    borrower.tell(new Wire.Offer(version, "n", node.getRef(), hands));
  }

  private CompletableFuture<Outcome> attempt(String key) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    borrower.tell(new BorrowerActor.Attempt(MODEL, HandsClient.call(key, "hello"), outcome));
    return outcome;
  }

  private void begin(String key) {
    borrower.tell(
        new BorrowerActor.Attempt(
            MODEL, HandsClient.call(key, "hello"), new CompletableFuture<>()));
  }

  /** The node has the next attempt in its hands. */
  private long given() {
    long id = node.expectMessageClass(Wire.Work.class).id();
    borrower.tell(new Wire.Ready(id));
    node.expectMessage(new Wire.Go(id));
    return id;
  }

  private void answer(long id, String text, int pieceBytes) {
    byte[] bytes = WireJson.bytes(WireJson.of(HandsClient.answered(text)));
    Wire.Part.of(id, bytes, pieceBytes).forEach(borrower::tell);
  }

  private void answerAtHome(String key) {
    HandsClient.Pending pending = home.next();
    assertThat(pending.call().key()).isEqualTo(key);
    pending.outcome().complete(HandsClient.answered("at home"));
  }

  private void pass(Duration duration) {
    settle();
    nanos.addAndGet(duration.toNanos());
  }

  /** Returns when the actor has handled what was sent to it. */
  private void settle() {
    TestProbe<Wire.ToNode> other = kit.createTestProbe(Wire.ToNode.class);
    borrower.tell(new Wire.Offer(Wire.VERSION + 1, "settled", other.getRef(), Map.of()));
    other.expectMessageClass(Wire.Welcome.class);
  }

  private static Outcome got(CompletableFuture<Outcome> outcome) {
    return outcome.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
