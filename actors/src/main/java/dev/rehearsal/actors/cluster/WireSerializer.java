package dev.rehearsal.actors.cluster;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link Wire} records as JSON. The manifests are the allow-list: whatever else is said to come for
 * this serializer is refused, and Java's own serialization is off.
 */
public final class WireSerializer extends SerializerWithStringManifest {
  /** Of this serializer, among all of a cluster; Akka's own are below 1,000. */
  private static final int IDENTIFIER = 25_520;

  private static final String ID = "id";
  private static final String MODEL = "model";
  private static final String LENDER = "lender";
  private static final String FINGERPRINT = "fingerprint";

  private static final Map<Class<?>, String> MANIFESTS =
      Map.of(
          Wire.Offer.class, "offer-1",
          Wire.Welcome.class, "welcome-1",
          Wire.Work.class, "work-1",
          Wire.Ready.class, "ready-1",
          Wire.Go.class, "go-1",
          Wire.TakenBack.class, "taken-back-1",
          Wire.NotMade.class, "not-made-1",
          Wire.Part.class, "part-1",
          Wire.Leaving.class, "leaving-1");

  private final ActorRefResolver resolver;

  /** Made by Akka. */
  public WireSerializer(ExtendedActorSystem system) {
    this.resolver = ActorRefResolver.get(Adapter.toTyped(system));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    String manifest = MANIFESTS.get(message.getClass());
    if (manifest == null) {
      throw new IllegalArgumentException(
          "not a record of the cluster's allow-list: " + message.getClass().getName());
    }
    return manifest;
  }

  @Override
  public byte[] toBinary(Object message) {
    if (message instanceof Wire.Part part) {
      return part(part);
    }
    ObjectNode tree = WireJson.object();
    if (message instanceof Wire.Offer offer) {
      tree.put("version", offer.version()).put("node", offer.node());
      tree.put(LENDER, resolver.toSerializationFormat(offer.lender()));
      ObjectNode hands = tree.putObject("hands");
      offer
          .hands()
          .forEach(
              (model, hand) ->
                  hands
                      .putObject(model)
                      .put(FINGERPRINT, hand.fingerprint())
                      .put("inFlight", hand.inFlight()));
    } else if (message instanceof Wire.Welcome welcome) {
      tree.put("run", welcome.run());
      ObjectNode refused = tree.putObject("refused");
      welcome.refused().forEach(refused::put);
    } else if (message instanceof Wire.Work work) {
      tree.put(ID, work.id()).put(MODEL, work.model()).put(FINGERPRINT, work.fingerprint());
      tree.set("call", WireJson.of(work.call()));
    } else if (message instanceof Wire.Ready ready) {
      tree.put(ID, ready.id());
    } else if (message instanceof Wire.Go go) {
      tree.put(ID, go.id());
    } else if (message instanceof Wire.TakenBack back) {
      tree.put(ID, back.id());
    } else if (message instanceof Wire.NotMade not) {
      tree.put(ID, not.id()).put("why", not.why());
    } else if (message instanceof Wire.Leaving leaving) {
      tree.put(LENDER, resolver.toSerializationFormat(leaving.lender()));
    } else {
      throw new IllegalArgumentException(manifest(message));
    }
    return WireJson.bytes(tree);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!MANIFESTS.containsValue(manifest)) {
      throw new NotSerializableException(
          "not a record of the cluster's allow-list: \""
              + manifest
              + "\"; is the other machine of another version?");
    }
    try {
      JsonNode tree = WireJson.tree(bytes);
      return switch (manifest) {
        case "offer-1" ->
            new Wire.Offer(
                WireJson.required(tree, "version").intValue(),
                WireJson.required(tree, "node").textValue(),
                lender(tree),
                hands(WireJson.required(tree, "hands")));
        case "welcome-1" ->
            new Wire.Welcome(
                WireJson.required(tree, "run").textValue(),
                texts(WireJson.required(tree, "refused")));
        case "work-1" ->
            new Wire.Work(
                id(tree),
                WireJson.required(tree, MODEL).textValue(),
                WireJson.required(tree, FINGERPRINT).textValue(),
                WireJson.call(WireJson.required(tree, "call")));
        case "ready-1" -> new Wire.Ready(id(tree));
        case "go-1" -> new Wire.Go(id(tree));
        case "taken-back-1" -> new Wire.TakenBack(id(tree));
        case "not-made-1" -> new Wire.NotMade(id(tree), WireJson.required(tree, "why").textValue());
        case "leaving-1" -> new Wire.Leaving(lender(tree));
        default ->
            new Wire.Part(
                id(tree),
                WireJson.required(tree, "index").intValue(),
                WireJson.required(tree, "of").intValue(),
                WireJson.required(tree, "bytes").binaryValue());
      };
    } catch (IOException | RuntimeException e) {
      NotSerializableException refused =
          new NotSerializableException("a record of kind " + manifest + " cannot be read: " + e);
      refused.initCause(e);
      throw refused;
    }
  }

  private static byte[] part(Wire.Part part) {
    return WireJson.bytes(
        WireJson.object()
            .put(ID, part.id())
            .put("index", part.index())
            .put("of", part.of())
            .put("bytes", part.bytes()));
  }

  private static long id(JsonNode tree) {
    return WireJson.required(tree, ID).longValue();
  }

  private ActorRef<Wire.ToNode> lender(JsonNode tree) {
    return resolver.resolveActorRef(WireJson.required(tree, LENDER).textValue());
  }

  private static Map<String, Wire.Hands> hands(JsonNode tree) {
    Map<String, Wire.Hands> hands = new TreeMap<>();
    tree.fields()
        .forEachRemaining(
            entry ->
                hands.put(
                    entry.getKey(),
                    new Wire.Hands(
                        WireJson.required(entry.getValue(), FINGERPRINT).textValue(),
                        WireJson.required(entry.getValue(), "inFlight").intValue())));
    return hands;
  }

  private static Map<String, String> texts(JsonNode tree) {
    Map<String, String> texts = new TreeMap<>();
    tree.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
