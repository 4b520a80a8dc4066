package dev.rehearsal.actors.model.http;

import dev.rehearsal.config.Block;
import dev.rehearsal.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How an endpoint is reached.
 *
 * @param baseUrl up to the version: {@code http://localhost:8000/v1}
 * @param headers sent as they are
 * @param query parameters added to the URL
 * @param apiKey the credential, if any
 * @param apiKeyHeader header that carries it
 * @param apiKeyPrefix stands before it, with the space that belongs there
 * @param mostReplyBytes a longer body is not read on
 * @param blockedCodes error codes that mean: refused because of the content
 */
record HttpSettings(
    URI baseUrl,
    Map<String, String> headers,
    Map<String, String> query,
    Optional<Secret> apiKey,
    String apiKeyHeader,
    String apiKeyPrefix,
    long mostReplyBytes,
    Set<String> blockedCodes) {

  private static final Pattern SENSITIVE =
      Pattern.compile("key|token|secret|auth|password|cookie|credential|signature|\\bsig\\b");

  /** Headers that the client sets itself, or that belong to the connection. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "content-type");

  static HttpSettings read(Block block) {
    Map<String, String> headers = block.texts("headers");
    headers.keySet().stream()
        .filter(name -> RESERVED.contains(name.toLowerCase(Locale.ROOT)) || !isToken(name))
        .forEach(name -> block.problem("headers", "cannot have " + name));
    block
        .optionalBlock("headers")
        .ifPresent(
            inside -> headers.forEach((name, value) -> requirePrintable(inside, name, value)));
    String keyHeader = block.string("api-key-header");
    if (!isToken(keyHeader)) {
      block.problem("api-key-header", "is not the name of a header");
    }
    Optional<Secret> key = block.secret("api-key").filter(secret -> !secret.reveal().isEmpty());
    key.ifPresent(secret -> requirePrintable(block, "api-key", secret.reveal()));
    String keyPrefix = block.string("api-key-prefix");
    requirePrintable(block, "api-key-prefix", keyPrefix);
    return new HttpSettings(
        url(block),
        headers,
        block.texts("query"),
        key,
        keyHeader,
        keyPrefix,
        block.bytes("most-reply-bytes"),
        Set.copyOf(block.strings("blocked-codes")));
  }

  /** The address of {@code path} below the base URL. */
  URI address(String path) {
    String base = baseUrl.toString();
    String parameters =
        query.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + path
            + (parameters.isEmpty() ? "" : "?" + parameters));
  }

  String host() {
    return baseUrl.getHost();
  }

  /** As the URL says, or the usual one of its scheme. */
  int port() {
    return baseUrl.getPort() >= 0
        ? baseUrl.getPort()
        : "https".equalsIgnoreCase(baseUrl.getScheme()) ? 443 : 80;
  }

  /** Headers that may be shown; they can change a reply ({@code anthropic-beta}). */
  Map<String, String> harmlessHeaders() {
    Map<String, String> harmless = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (!sensitive(name)) {
            harmless.put(name.toLowerCase(Locale.ROOT), value);
          }
        });
    return harmless;
  }

  /**
   * Every value that must not be seen: the key, and what stands under names that sound like one.
   */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    apiKey.ifPresent(key -> secrets.add(key.reveal()));
    for (Map<String, String> named : List.of(headers, query)) {
      named.forEach(
          (name, value) -> {
            if (sensitive(name)) {
              secrets.add(value);
              secrets.add(value.substring(value.lastIndexOf(' ') + 1));
            }
          });
    }
    return secrets;
  }

  private static boolean sensitive(String name) {
    return SENSITIVE.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** The message does not show the value: it may be a secret. */
  private static void requirePrintable(Block block, String key, String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      block.problem(key, "has characters that cannot stand in a header");
    }
  }

  private static boolean isToken(String name) {
    return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }

  private static URI url(Block block) {
    URI standIn = URI.create("http://localhost");
    String text = block.string("base-url");
    if (text.isEmpty()) {
      return standIn;
    }
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Falls through to the one message for every address that will not do.
    }
    block.problem(
        "base-url",
        "must be like https://host/v1, with no user, password or query (use api-key and query)");
    return standIn;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
