package dev.rehearsal.app.study;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ways in which a secret may come out. */
final class SecretForms {
  private SecretForms() {}

  /** Plain, JSON-escaped once and twice, URL-encoded, base64 and base64url at every offset. */
  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    String json = json(secret);
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(json(json));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    for (String before : new String[] {"", "x", "xy"}) {
      byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
      forms.add(decided(Base64.getEncoder().encodeToString(bytes), before.length(), bytes.length));
      forms.add(
          decided(Base64.getUrlEncoder().encodeToString(bytes), before.length(), bytes.length));
    }
    return forms;
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** The characters that what stands before and behind the secret has no part in. */
  private static String decided(String encoded, int before, int bytes) {
    return encoded.substring(before == 0 ? 0 : before + 1, bytes * Byte.SIZE / 6);
  }

  /** What somebody may really write, with other text around it. */
  static String everyWay(String secret) {
    StringBuilder text = new StringBuilder();
    for (String before : new String[] {"", "x", "xy", "Bearer "}) {
      byte[] bytes = (before + secret + ".").getBytes(StandardCharsets.UTF_8);
      text.append(Base64.getEncoder().encodeToString(bytes)).append(' ');
      text.append(Base64.getUrlEncoder().encodeToString(bytes)).append(' ');
    }
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return text + url + ' ' + secret + ' ' + json(secret) + ' ' + json(json(secret));
  }
}
