package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
  @TempDir Path folder;

  @Test
  void thereIsNoClusterUnlessThePlanHasAPort() {
    assertThat(cluster(""))
        .isEqualTo(new Cluster("127.0.0.1", OptionalInt.empty(), Optional.empty()));
    assertThat(cluster("cluster.port = 0").port()).hasValue(0);
  }

  @Test
  void filesOfTlsAreSeenFromThePlansFolderAndPasswordsAreHidden() {
    Cluster.Tls tls =
        cluster(
                "cluster.tls { keystore = a.p12, keystore-password = one, truststore = b.p12,"
                    + " truststore-password = two }")
            .tls()
            .orElseThrow();
    assertThat(tls.keystore()).isEqualTo(folder.resolve("a.p12"));
    assertThat(tls.truststore()).isEqualTo(folder.resolve("b.p12"));
    assertThat(tls.keystorePassword().reveal()).isEqualTo("one");
    assertThat(tls.toString()).doesNotContain("one", "two");
  }

  @Test
  void halfOfTlsIsNone() {
    assertThat(
            Plans.problems(
                folder, Plans.SMALLEST + "cluster { port = 1, tls { keystore = a.p12 } }\n"))
        .anySatisfy(problem -> assertThat(problem).contains("cluster.tls.keystore-password"))
        .anySatisfy(problem -> assertThat(problem).contains("cluster.tls.truststore"))
        .anySatisfy(problem -> assertThat(problem).contains("cluster.tls.truststore-password"))
        .hasSize(3);
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThat(Plans.problems(folder, Plans.SMALLEST + "cluster { host = \"\", port = 70000 }\n"))
        .containsExactlyInAnyOrder(
            "plan.conf:12: cluster.host must be a name or an address to listen on, was nothing",
            "plan.conf:12: cluster.port must be within [0, 65535], was 70000");
  }

  private Cluster cluster(String added) {
    return Plans.read(folder, Plans.SMALLEST + added + "\n").cluster();
  }
}
