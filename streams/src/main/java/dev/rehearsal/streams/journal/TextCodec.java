package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Messages as compressed bytes and back. It owns native memory and is owned by one thread: a codec
 * in a ThreadLocal is never given back.
 */
final class TextCodec implements AutoCloseable {
  /** The first byte says how the rest is packed. */
  private static final byte PLAIN = 0;

  private static final byte ZSTD = 1;

  /** There is no text any more; seconds since 1970 follow, eight bytes. */
  private static final byte PURGED = 2;

  static final int TOMBSTONE_BYTES = 1 + Long.BYTES;

  private static final int FASTEST = 1;

  /** In bytes: a shorter text saves little and takes nearly as long to pack (docs/adr/0170). */
  private static final int WORTH_PACKING = 512;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(FASTEST);
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte[] buffer = new byte[16 * 1024];

  byte[] pack(Prefix prefix) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("messages", array(prefix.messages()));
    tree.set("tools", array(prefix.tools()));
    tree.set("attributes", prefix.attributes());
    prefix.recordedReply().ifPresent(reply -> tree.set("recorded", tree(reply)));
    return pack(tree);
  }

  Prefix prefix(byte[] packed, String conversationId, int cutAt) throws IOException {
    JsonNode tree = unpack(packed);
    if (!(tree.path("attributes") instanceof ObjectNode attributes)) {
      throw new IOException("a prefix without attributes");
    }
    return new Prefix(
        conversationId,
        cutAt,
        list(tree.path("messages")),
        list(tree.path("tools")),
        recordedReply(tree),
        attributes);
  }

  Optional<Reply> recordedReply(byte[] packedPrefix) throws IOException {
    return recordedReply(unpack(packedPrefix));
  }

  byte[] pack(List<JsonNode> messages) {
    return pack(array(messages));
  }

  List<JsonNode> messages(byte[] packed) throws IOException {
    return list(unpack(packed));
  }

  byte[] pack(JsonNode tree) {
    return packBytes(JsonText.write(tree));
  }

  byte[] packBytes(byte[] plain) {
    if (plain.length < WORTH_PACKING) {
      return packed(PLAIN, plain, plain.length);
    }
    int bound = (int) Math.min(Integer.MAX_VALUE - 16L, Zstd.compressBound(plain.length));
    if (buffer.length < bound) {
      buffer = new byte[bound];
    }
    int size = compressor.compress(buffer, plain);
    byte[] packed =
        size < plain.length ? packed(ZSTD, buffer, size) : packed(PLAIN, plain, plain.length);
    shrink();
    return packed;
  }

  private static byte[] packed(byte how, byte[] from, int length) {
    byte[] packed = new byte[length + 1];
    packed[0] = how;
    System.arraycopy(from, 0, packed, 1, length);
    return packed;
  }

  byte[] unpackBytes(byte[] packed) throws IOException {
    byte[] body = Arrays.copyOfRange(packed, Math.min(1, packed.length), packed.length);
    if (packed.length == 0 || packed[0] != ZSTD) {
      return body;
    }
    long size = Zstd.getFrameContentSize(body);
    if (size < 0 || size > Integer.MAX_VALUE - 16) {
      throw new IOException("packed text of unknown size");
    }
    return decompressor.decompress(body, (int) size);
  }

  /** What stands where a text stood. A packed prefix is longer. */
  static byte[] tombstone(Instant purgedAt) {
    return ByteBuffer.allocate(TOMBSTONE_BYTES)
        .put(PURGED)
        .putLong(purgedAt.getEpochSecond())
        .array();
  }

  /** Whether a text that begins so is none. */
  static boolean isTombstone(byte[] beginning) {
    return beginning.length > 0 && beginning[0] == PURGED;
  }

  /** When the text was purged; empty when it is there. */
  static Optional<Instant> purgedAt(byte[] packed) {
    return isTombstone(packed) && packed.length == TOMBSTONE_BYTES
        ? Optional.of(Instant.ofEpochSecond(ByteBuffer.wrap(packed).getLong(1)))
        : Optional.empty();
  }

  private JsonNode unpack(byte[] packed) throws IOException {
    return JsonText.read(unpackBytes(packed));
  }

  /** One huge text shall not keep its buffer for the rest of the run. */
  private void shrink() {
    if (buffer.length > 1 << 20) {
      buffer = new byte[16 * 1024];
    }
  }

  private static ObjectNode tree(Reply reply) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("messages", array(reply.messages()));
    reply.finishReason().ifPresent(reason -> tree.put("finishReason", reason));
    reply.servedModel().ifPresent(model -> tree.put("servedModel", model));
    reply
        .usage()
        .ifPresent(
            usage ->
                tree.put("inputTokens", usage.inputTokens())
                    .put("outputTokens", usage.outputTokens()));
    return tree;
  }

  private static Optional<Reply> recordedReply(JsonNode prefix) {
    JsonNode tree = prefix.path("recorded");
    if (tree.isMissingNode()) {
      return Optional.empty();
    }
    Optional<Usage> usage =
        tree.has("inputTokens")
            ? Optional.of(
                new Usage(
                    tree.path("inputTokens").longValue(), tree.path("outputTokens").longValue()))
            : Optional.empty();
    return Optional.of(
        new Reply(
            list(tree.path("messages")),
            Optional.ofNullable(tree.path("finishReason").textValue()),
            usage,
            Optional.ofNullable(tree.path("servedModel").textValue())));
  }

  private static ArrayNode array(List<JsonNode> nodes) {
    return JsonNodeFactory.instance.arrayNode(nodes.size()).addAll(nodes);
  }

  private static List<JsonNode> list(JsonNode array) {
    JsonNode[] nodes = new JsonNode[array.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = array.get(i);
    }
    return List.of(nodes);
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
