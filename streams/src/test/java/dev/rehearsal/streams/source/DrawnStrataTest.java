package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.testkit.javadsl.TestKit;
import dev.rehearsal.config.Sample;
import dev.rehearsal.config.SampleStrata;
import dev.rehearsal.sampling.Uniform;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of 400 conversations every fourth is paid, and every hundredth of no known tier. */
class DrawnStrataTest {
  private static final ActorSystem SYSTEM = ActorSystem.create("strata");
  private static final int LOG = 400;

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void drawsEachStratumByItsFractionAndCountsTheRest() {
    try (PreparedSource source = open(Logs.strata(OptionalInt.empty(), tiers(0.3)))) {
      long free = ids(source).stream().filter(id -> tier(id).equals("free")).count();

      assertThat(source.strata())
          .containsExactly(
              new Stratum("free", 0.3, 296, free, List.of(148L)),
              new Stratum("paid", 1, 100, 100, List.of(50L)),
              new Stratum("(otherwise)", 1, 4, 4, List.of(2L)));
      assertThat(source.total()).hasValue(LOG);
      assertThat(source.size()).hasValue(free + 104);
      assertThat(source.funnel()).isEqualTo(new Funnel(LOG, 0, 0, 296 - free, free + 104));
    }
  }

  @Test
  void aHigherFractionOnlyAddsAndMovesNobody() {
    List<String> few = sampled(tiers(0.2));
    List<String> more = sampled(tiers(0.7));
    List<String> kept = new ArrayList<>(more);
    kept.retainAll(few);

    assertThat(kept).isEqualTo(few);
    assertThat(more)
        .filteredOn(id -> tier(id).equals("free"))
        .allMatch(id -> Uniform.of("stratum", 7, id) < 0.7)
        .hasSizeBetween(180, 240);
  }

  /** Else a limit on the prefixes would take the thinly drawn ones first. */
  @Test
  void theOrderOfAdmissionMixesStrataEvenly() {
    List<String> order = sampled(tiers(0.3));
    List<String> half = order.subList(0, order.size() / 2);
    double paid = half.stream().filter(id -> tier(id).equals("paid")).count();

    assertThat(paid / half.size()).isBetween(0.4, 0.65);
  }

  @Test
  void setsAsideAValueWithoutAFractionWhereThereIsNoOtherwise() {
    SampleStrata named = new SampleStrata("tier", tiers(0.3).fractions(), OptionalDouble.empty());

    try (PreparedSource source = open(Logs.strata(OptionalInt.empty(), named))) {
      assertThat(source.quarantined())
          .isEqualTo(Map.of("value without a fraction in sample.strata", 4L));
      assertThat(source.strata()).hasSize(2);
      assertThat(source.total()).hasValue(LOG - 4);
    }
  }

  /** Two conversations of each user: one is left, whether or not its stratum's coin takes it. */
  @Test
  void countsStrataAfterTheCap() {
    try (PreparedSource source = open(Logs.strata(OptionalInt.of(1), tiers(0.3)))) {
      List<String> ids = ids(source);

      assertThat(source.total()).hasValue(LOG / 2);
      assertThat(source.strata().stream().mapToLong(Stratum::records).sum()).isEqualTo(LOG / 2);
      assertThat(source.strata().stream().mapToLong(Stratum::drawn).sum()).isEqualTo(ids.size());
      assertThat(ids)
          .allMatch(id -> !tier(id).equals("free") || Uniform.of("stratum", 7, id) < 0.3);
      assertThat(ids.stream().map(DrawnStrataTest::user).distinct()).hasSameSizeAs(ids);
    }
  }

  private List<String> sampled(SampleStrata strata) {
    try (PreparedSource source = open(Logs.strata(OptionalInt.empty(), strata))) {
      return ids(source);
    }
  }

  private static List<String> ids(PreparedSource source) {
    return Logs.ids(source, SYSTEM);
  }

  private static SampleStrata tiers(double free) {
    return new SampleStrata("tier", Map.of("paid", 1.0, "free", free), OptionalDouble.of(1));
  }

  private PreparedSource open(Sample sample) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= LOG; i++) {
      String id = "c" + i;
      String tier = tier(id).isEmpty() ? "" : "\"tier\":\"" + tier(id) + "\",";
      lines.add(Logs.record(id, user(id)).replaceFirst("\\{", "{" + tier));
    }
    Logs.write(folder, "log.jsonl", lines);
    Preparation preparation =
        new Preparation(
            sample,
            Logs.preparation(folder).quarantine(),
            OptionalLong.empty(),
            folder,
            List.of(id -> number(id) <= LOG / 2),
            InputStream.nullInputStream());
    return Logs.spec(folder, "type = jsonl, paths = [log.jsonl]").open(preparation);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static String user(String id) {
    return "u" + (number(id) + 1) / 2;
  }

  private static String tier(String id) {
    int number = number(id);
    return number % 100 == 0 ? "" : number % 4 == 1 ? "paid" : "free";
  }
}
