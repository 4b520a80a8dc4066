package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "api-key",
        "apiKey",
        "api_key",
        "X-Api-Key",
        "key",
        "Authorization",
        "Proxy-Authorization",
        "access-token",
        "client_secret",
        "secret-access-key",
        "ssl.keystore.password",
        "sasl.jaas.config",
        "password",
        "credentials",
        "Cookie"
      })
  void hidesTheValueOf(String key) {
    assertThat(SecretNames.looksSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens",
        "tokens-per-minute",
        "budget-tokens",
        "key-header",
        "user-key",
        "keep",
        "monkey",
        "author",
        "name",
        ""
      })
  void showsTheValueOf(String key) {
    assertThat(SecretNames.looksSecret(key)).isFalse();
  }
}
