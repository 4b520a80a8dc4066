package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import dev.rehearsal.model.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What crosses the cluster, all of it. {@link WireSerializer} knows these records and refuses any
 * other. An attempt goes: {@link Work}, {@link Ready}, {@link Go}, the exchange, {@link Part}s.
 */
public sealed interface Wire {
  /** Both ends must speak the same; raised when a record changes its meaning. */
  int VERSION = 2;

  /** To the node that lends its hands. */
  sealed interface ToNode extends Wire, LenderActor.Command {}

  /** To the run that borrows them. */
  sealed interface ToRun extends Wire, BorrowerActor.Command {}

  /**
   * A node lends its hands; said again until a {@link Welcome} comes.
   *
   * @param version of what it speaks
   * @param node its name, for people
   * @param hands by the model's name in its plan
   */
  record Offer(int version, String node, ActorRef<ToNode> lender, Map<String, Hands> hands)
      implements ToRun {
    public Offer {
      hands = Map.copyOf(hands);
    }
  }

  /**
   * What a node does for one model.
   *
   * @param fingerprint of the model's settings that can change a reply
   * @param inFlight most calls at once, at least 1
   */
  record Hands(String fingerprint, int inFlight) {}

  /**
   * The offer came.
   *
   * @param run its name, for people
   * @param refused why, by the model's name, for those that it will not ask there
   */
  record Welcome(String run, Map<String, String> refused) implements ToNode {
    public Welcome {
      refused = Map.copyOf(refused);
    }
  }

  /**
   * An attempt for the node, which has a permit. It is not made before {@link Go}.
   *
   * @param id of the lease, unique in the run's process
   * @param fingerprint of the model as the run knows it
   */
  record Work(long id, String model, String fingerprint, Call call) implements ToNode {}

  /** The node has a hand free for it. */
  record Ready(long id) implements ToRun {}

  /** It is the node's now: nobody else makes this attempt. */
  record Go(long id) implements ToNode {}

  /** The run took the attempt back before {@link Go}; said again until the node answers. */
  record TakenBack(long id) implements ToNode {}

  /**
   * The node did not make the attempt, and will not. Answers a {@link TakenBack} too, and comes by
   * itself when no {@link Go} does.
   *
   * @param why for people
   */
  record NotMade(long id, String why) implements ToRun {}

  /**
   * A piece of what came of an attempt, in order: a reply may be larger than a message.
   *
   * @param index counted from 0
   * @param of so many pieces
   * @param bytes of its outcome as JSON
   */
  record Part(long id, int index, int of, byte[] bytes) implements ToRun {
    /** Cuts an outcome into pieces of at most so many bytes. */
    static List<Part> of(long id, byte[] outcome, int pieceBytes) {
      int pieces = (outcome.length + pieceBytes - 1) / pieceBytes;
      return IntStream.range(0, pieces)
          .mapToObj(i -> new Part(id, i, pieces, piece(outcome, i * pieceBytes, pieceBytes)))
          .toList();
    }

    private static byte[] piece(byte[] outcome, int from, int most) {
      return Arrays.copyOfRange(outcome, from, Math.min(outcome.length, from + most));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Part part
          && part.id == id
          && part.index == index
          && part.of == of
          && Arrays.equals(part.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Part[id=%d, %d of %d]".formatted(id, index, of);
    }
  }

  /** The node takes no more attempts; it finishes those that it has. */
  record Leaving(ActorRef<ToNode> lender) implements ToRun {}
}
