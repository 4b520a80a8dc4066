package dev.rehearsal.streams.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.source.Logs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PostgresTypeTest {
  private static final String PLAN =
      "type = postgresql, url = \"jdbc:postgresql://db.example.com/logs\", query = \"TABLE chat\"";

  @Test
  void hashesHowARowIsReadAndNotWhereItComesFrom() {
    String plain = canonical(PLAN);

    assertThat(plain)
        .contains("\"type\":\"postgresql\"")
        .contains("\"max-line-bytes\":16777216")
        .contains("conversation_hash")
        .doesNotContain("db.example.com")
        .doesNotContain("chat");
    assertThat(canonical(PLAN + ", user = me, password = abcd, fetch-size = 3")).isEqualTo(plain);
    assertThat(canonical(PLAN + ", fields.id = [chat_id]")).isNotEqualTo(plain);
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                canonical(
                    """
                    type = postgresql
                    url = "db.example.com/logs"
                    query = " ; "
                    fetch-size = 0
                    query-timeout = soon
                    passwort = abcd
                    """))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(
            "source.url must be such as jdbc:postgresql://db.example.com/logs, was")
        .hasMessageContaining("source.query must be an SQL query")
        .hasMessageContaining("source.fetch-size must be")
        .hasMessageContaining("source.query-timeout must be")
        .hasMessageContaining("source.passwort is not a key of this block; did you mean password?");
    assertThatThrownBy(() -> canonical("type = postgresql"))
        .hasMessageContaining("source.url is missing")
        .hasMessageContaining("source.query is missing");
  }

  @Test
  void takesNoPasswordInTheUrlAndDoesNotRepeatIt() {
    for (String url :
        new String[] {
          "jdbc:postgresql://db.example.com/logs?user=me&password=abcd1234",
          "jdbc:postgresql://db.example.com/logs?sslpassword=abcd1234",
          "postgres://me:abcd1234@db.example.com/logs",
          "jdbc:postgresql://abcd1234@db.example.com/logs"
        }) {
      assertThatThrownBy(() -> canonical(PLAN + ", url = \"" + url + "\""))
          .hasMessageContaining("source.url must hold neither user nor password")
          .hasMessageContaining("password = ${?PGPASSWORD}")
          .hasMessageNotContaining("abcd1234");
    }
  }

  private static String canonical(String block) {
    return Logs.spec(Path.of("."), block).canonical().toString();
  }
}
