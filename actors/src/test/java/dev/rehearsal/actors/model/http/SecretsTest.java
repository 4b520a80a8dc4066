package dev.rehearsal.actors.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.testing.ForAll;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SecretsTest {
  private static final String CHARACTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/+=\"\\&% ";

  @Test
  void aSecretIsFoundInEveryForm() {
    ForAll.forAll(
        500,
        random -> {
          String secret = text(random, 8 + random.nextInt(60));
          String around = text(random, random.nextInt(5));
          Scrubber scrubber = new Scrubber(List.of(secret));
          String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
          assertThat(clean(scrubber, "<" + secret)).isEqualTo("<***");
          assertThat(clean(scrubber, "<" + json(secret) + ">")).isEqualTo("<***>");
          assertThat(clean(scrubber, "<" + url + ">")).isEqualTo("<***>");
          assertThat(clean(scrubber, "<" + url.replace("+", "%20") + ">")).isEqualTo("<***>");
          String basic = base64(around + secret + around);
          assertThat(decodesTo(clean(scrubber, basic), secret)).isFalse();
        });
  }

  @Test
  void ordinaryWordsThatStandForNoKeyStay() {
    assertThat(clean(new Scrubber(List.of("EMPTY", "")), "the list is EMPTY"))
        .isEqualTo("the list is EMPTY");
  }

  @Test
  void fieldNamesAreCleanedToo() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putArray("list").addObject().put("key-of-somebody", "x");
    assertThat(new Scrubber(List.of("key-of-somebody")).scrub(tree).toString())
        .isEqualTo("{\"list\":[{\"***\":\"x\"}]}");
  }

  private static boolean decodesTo(String text, String secret) {
    return !text.contains("***")
        && new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).contains(secret);
  }

  private static String clean(Scrubber scrubber, String text) {
    return scrubber.scrub(JsonNodeFactory.instance.textNode(text)).textValue();
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
