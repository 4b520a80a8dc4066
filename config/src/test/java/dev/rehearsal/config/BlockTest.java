package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BlockTest {
  private enum Colour {
    DARK_RED,
    BLUE
  }

  private final Problems problems = new Problems();

  @Test
  void readsEveryType() {
    Block block =
        block(
            """
            text = a, number = 1.5, whole = 3, flag = yes, time = 90s, size = 2KiB
            list = [a, b], object { a = 1, b = x }, colour = dark-red, none = null
            blocks = [ { a = 1 }, { a = 2 } ], "dotted.key" = 4
            """);

    assertThat(block.string("text")).isEqualTo("a");
    assertThat(block.optionalString("text")).contains("a");
    assertThat(block.number("number", 0, 2)).isEqualTo(1.5);
    assertThat(block.between("number", 1, 2)).isEqualTo(1.5);
    assertThat(block.optionalBetween("number", 1, 2)).isEqualTo(OptionalDouble.of(1.5));
    assertThat(block.integer("whole", 1, 3)).isEqualTo(3);
    assertThat(block.optionalInteger("whole", 1, 3)).isEqualTo(OptionalLong.of(3));
    assertThat(block.flag("flag")).isTrue();
    assertThat(block.duration("time")).isEqualTo(Duration.ofSeconds(90));
    assertThat(block.bytes("size")).isEqualTo(2048);
    assertThat(block.strings("list")).containsExactly("a", "b");
    assertThat(block.texts("object")).isEqualTo(Map.of("a", "1", "b", "x"));
    assertThat(block.choice("colour", Colour.class)).isEqualTo(Colour.DARK_RED);
    assertThat(block.blocks("blocks"))
        .extracting(b -> b.integer("a", 0, 9))
        .containsExactly(1L, 2L);
    assertThat(block.integer("dotted.key", 0, 9)).isEqualTo(4);
    assertThat(block.json("object").path("b").asText()).isEqualTo("x");
    assertThat(block.isBlock("object")).isTrue();
    assertThat(block.isBlock("text")).isFalse();
    assertThat(block.has("none")).isFalse();
    block.done();
    assertThat(problems.messages()).isEmpty();
  }

  @Test
  void hasNothingForWhatIsLeftOut() {
    Block block = block("none = null");

    assertThat(block.optionalString("a")).isEmpty();
    assertThat(block.optionalInteger("none", 0, 1)).isEmpty();
    assertThat(block.optionalBetween("c", 0, 1)).isEmpty();
    assertThat(block.optionalBlock("d")).isEmpty();
    assertThat(block.secret("e")).isEmpty();
    assertThat(block.texts("f")).isEmpty();
    assertThat(block.blocks("g")).isEmpty();
    assertThat(block.json("h").isMissingNode()).isTrue();
    assertThat(problems.messages()).isEmpty();
  }

  @Test
  void saysWhatIsMissingForEveryType() {
    List<Consumer<Block>> readers =
        List.of(
            b -> b.string("k"),
            b -> b.flag("k"),
            b -> b.integer("k", 1, 2),
            b -> b.number("k", 1, 2),
            b -> b.between("k", 1, 2),
            b -> b.share("k"),
            b -> b.duration("k"),
            b -> b.bytes("k"),
            b -> b.strings("k"),
            b -> b.file("k"),
            b -> b.choice("k", Colour.class),
            b -> b.block("k"));

    assertThat(readers)
        .allSatisfy(r -> assertThat(said("a = 1", r)).containsExactly("k is missing"));
  }

  @Test
  void saysWhatTypeEveryKeyHas() {
    assertThat(said("k = [a]", b -> b.string("k"))).containsExactly("k must be a text, was a list");
    assertThat(said("k = 3", b -> b.flag("k"))).containsExactly("k must be on or off, was 3");
    assertThat(said("k = x", b -> b.integer("k", 0, 1)))
        .containsExactly("k must be a whole number, was \"x\"");
    assertThat(said("k = {}", b -> b.number("k", 0, 1)))
        .containsExactly("k must be a number, was a block");
    assertThat(said("k = x", b -> b.share("k"))).containsExactly("k must be a number, was \"x\"");
    assertThat(said("k = 5 parsecs", b -> b.duration("k")))
        .containsExactly("k must be a time with its unit, such as 60s or 6h, was \"5 parsecs\"");
    assertThat(said("k = 5 parsecs", b -> b.bytes("k")))
        .containsExactly("k must be a size with its unit, such as 8MiB, was \"5 parsecs\"");
    assertThat(said("k = x", b -> b.strings("k")))
        .containsExactly("k must be a list of texts, was \"x\"");
    assertThat(said("k = x", b -> b.block("k"))).containsExactly("k must be a block, was \"x\"");
    assertThat(said("k = [1]", b -> b.blocks("k")))
        .containsExactly("k must be a list of blocks, was a list");
    assertThat(said("k = green", b -> b.choice("k", Colour.class)))
        .containsExactly("k must be one of dark-red, blue, was \"green\"");
  }

  @Test
  void saysWhatRangeANumberHas() {
    assertThat(said("k = 5", b -> b.integer("k", 1, 3)))
        .containsExactly("k must be within [1, 3], was 5");
    assertThat(said("k = 0", b -> b.integer("k", 1, Long.MAX_VALUE)))
        .containsExactly("k must be at least 1, was 0");
    assertThat(said("k = 2.5", b -> b.number("k", 0, 0.5)))
        .containsExactly("k must be within [0, 0.5], was 2.5");
    assertThat(said("k = NaN", b -> b.number("k", 0, 1)))
        .containsExactly("k must be within [0, 1], was \"NaN\"");
    assertThat(said("k = 0", b -> b.between("k", 0, 1)))
        .containsExactly("k must be in (0, 1), was 0");
    assertThat(said("k = NaN", b -> b.between("k", 0, 1)))
        .containsExactly("k must be in (0, 1), was \"NaN\"");
    assertThat(said("k = 1e300", b -> b.integer("k", 0, 1)))
        .containsExactly("k must be within [0, 1], was 1.0E300");
    assertThat(said("k = 0s", b -> b.duration("k")))
        .containsExactly("k must be longer than 0, was \"0s\"");
    assertThat(said("k = 60", b -> b.duration("k")))
        .containsExactly("k needs a unit, such as 60s or 6h, was 60");
    assertThat(said("k = 0B", b -> b.bytes("k")))
        .containsExactly("k must be at least 1, was \"0B\"");
  }

  @Test
  void namesTheNearestKeyForOneThatNobodyAskedFor() {
    Block block = block("tiemout = 60s\nwholly-other = 1");
    block.has("timeout");
    block.done();

    assertThat(problems.messages())
        .containsExactly(
            "x.conf:1: models.new.tiemout is not a key of this block; did you mean timeout?",
            "x.conf:2: models.new.wholly-other is not a key of this block");
  }

  @Test
  void takesDefaultsAndKeepsTheOriginOfTheBlock() {
    Block block = block("a = 1").withDefaults(ConfigFactory.parseString("a = 2, b = 3, c = null"));

    assertThat(block.integer("a", 0, 9)).isEqualTo(1);
    assertThat(block.integer("b", 0, 2)).isZero();
    assertThat(block.has("c")).isFalse();
    assertThat(problems.messages())
        .containsExactly("x.conf:1: models.new.b must be within [0, 2], was 3");
  }

  @Test
  void takesDefaultsWhereABlockTookThePlaceOfAText() {
    Block block =
        block("k = text\nk { a = 1 }").withDefaults(ConfigFactory.parseString("k { b = 2 }"));

    assertThat(block.block("k").integer("b", 0, 9)).isEqualTo(2);
  }

  @Test
  void saysOnlyOnceThatABlockIsMissing() {
    assertThat(said("a = 1", b -> b.block("k").string("inner"))).containsExactly("k is missing");
  }

  @Test
  void hidesSecretsInMessagesAndInTheirOwnText() {
    Block block = block("api-key = [sk-1], token = sk-2");

    assertThat(block.secret("token")).map(Secret::toString).contains("***");
    assertThat(block.secret("token")).map(Secret::reveal).contains("sk-2");
    assertThat(block.shown("token")).isEqualTo("***");
    assertThat(block.integer("token", 0, 1)).isZero();
    assertThat(block.string("api-key")).isEmpty();
    assertThat(problems.messages())
        .containsExactly(
            "x.conf:1: models.new.token must be a whole number, was ***",
            "x.conf:1: models.new.api-key must be a text, was a list");
  }

  private List<String> said(String text, Consumer<Block> reader) {
    Problems said = new Problems();
    reader.accept(Block.of("", ConfigFactory.parseString(text), Path.of(""), said));
    return said.messages().stream().map(m -> m.replaceFirst("^String:1: ", "")).toList();
  }

  private Block block(String text) {
    return Block.of(
        "models.new",
        ConfigFactory.parseString(
            text, ConfigParseOptions.defaults().setOriginDescription("x.conf")),
        Path.of(""),
        problems);
  }
}
