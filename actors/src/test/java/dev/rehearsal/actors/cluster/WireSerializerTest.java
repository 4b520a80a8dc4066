package dev.rehearsal.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the settings of a cluster, but without one. */
final class WireSerializerTest {
  private final ActorTestKit kit = ActorTestKit.create(settings());
  private final Serialization serialization =
      SerializationExtension.get(kit.system().classicSystem());

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyRecordOfTheWireComesBackTheSame() throws IOException {
    ActorRef<Wire.ToNode> ref = kit.createTestProbe(Wire.ToNode.class).getRef();
    List<Wire> records =
        List.of(
            new Wire.Offer(1, "n", ref, Map.of("new", new Wire.Hands("print", 4))),
            new Wire.Welcome("r", Map.of("old", "why \"so\"")),
            new Wire.Work(Long.MAX_VALUE, "new", "print", call()),
            new Wire.Ready(1),
            new Wire.Go(2),
            new Wire.TakenBack(3),
            new Wire.NotMade(4, "late"),
            new Wire.Part(5, 1, 2, new byte[] {0, -1, 127}),
            new Wire.Leaving(ref));
    for (Wire each : records) {
      assertThat(serialization.findSerializerFor(each)).isInstanceOf(WireSerializer.class);
      assertThat(throughBytes(each)).isEqualTo(each);
    }
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> side : Wire.class.getPermittedSubclasses()) {
      all.addAll(
          side.isInterface() ? List.of(side.getPermittedSubclasses()) : List.<Class<?>>of(side));
    }
    assertThat(records.stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void everyKindOfOutcomeComesBackTheSame() throws IOException {
    Outcome.Quota quota =
        new Outcome.Quota(
            Optional.of(0L),
            Optional.of(12L),
            Optional.of(Duration.ofSeconds(3, 500)),
            Optional.of(
                new Outcome.Level("input tokens", 0.1, Optional.of(Duration.ofSeconds(9)))));
    List<Outcome> outcomes =
        List.of(
            HandsClient.answered("ja, \u00fc \ud83d\ude00"),
            new Outcome.Answered(
                new Reply(messages(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty()),
            new Outcome.RateLimited(Optional.of(Duration.ofMillis(1500)), Optional.of(quota)),
            new Outcome.RateLimited(Optional.empty(), Optional.empty()),
            new Outcome.Blocked("content"),
            new Outcome.Stranded("node lost"),
            new Outcome.Lapsed(),
            Outcome.Failed.retryable("http 503"),
            Outcome.Failed.fatal("http 401"),
            new Outcome.Failed("x", true, false, Optional.of(Duration.ofSeconds(1)), true));
    for (Outcome each : outcomes) {
      assertThat(WireJson.outcome(WireJson.tree(WireJson.bytes(WireJson.of(each)))))
          .isEqualTo(each);
    }
  }

  @Test
  void whatIsNotInTheAllowListIsRefusedOnBothSides() {
    SerializerWithStringManifest wire =
        (SerializerWithStringManifest) serialization.serializerByIdentity().apply(25_520);
    assertThatThrownBy(() -> wire.fromBinary("{}".getBytes(StandardCharsets.UTF_8), "offer-2"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage(
            "not a record of the cluster's allow-list: \"offer-2\"; is the other machine of another"
                + " version?");
    assertThatThrownBy(() -> wire.manifest("text"))
        .hasMessage("not a record of the cluster's allow-list: java.lang.String");
  }

  @Test
  void aRecordThatCannotBeReadSaysSo() {
    SerializerWithStringManifest wire =
        (SerializerWithStringManifest) serialization.serializerByIdentity().apply(25_520);
    for (String text : List.of("{}", "no json", "{\"id\":1}")) {
      assertThatThrownBy(() -> wire.fromBinary(text.getBytes(StandardCharsets.UTF_8), "work-1"))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageStartingWith("a record of kind work-1 cannot be read: ");
    }
  }

  @Test
  void javasOwnSerializationIsOff() {
    TreeMap<String, String> serializable = new TreeMap<>(Map.of("a", "b"));
    assertThat(serialization.serialize(serializable).isFailure()).isTrue();
  }

  private Object throughBytes(Wire each) throws IOException {
    SerializerWithStringManifest wire =
        (SerializerWithStringManifest) serialization.findSerializerFor(each);
    return wire.fromBinary(wire.toBinary(each), wire.manifest(each));
  }

  private static Call call() throws IOException {
    return new Call(
        "key", 3, new Prompt("c \u00e9", messages(), messages()), Duration.ofMillis(120_001));
  }

  private static List<com.fasterxml.jackson.databind.JsonNode> messages() throws IOException {
    ObjectMapper json = new ObjectMapper();
    return List.of(
        json.readTree(
            "{\"role\":\"user\",\"content\":\"a \\\"b\\\" \\u0000 \\n"
                + "\",\"n\":[1,1.0e10,0.1,null,{}]}"));
  }

  private static Config settings() {
    Config usual = ConfigFactory.load();
    return ConfigFactory.parseString("akka.actor.provider = local")
        .withFallback(usual.getConfig("rehearsal.akka-of-a-cluster"))
        .withFallback(usual);
  }
}
