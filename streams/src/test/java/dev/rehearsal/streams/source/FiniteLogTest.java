package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.testing.ForAll;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiniteLogTest extends SourceContract {
  @Override
  protected PreparedSource open(List<String> lines, Preparation preparation) {
    Logs.write(folder, "log.jsonl", lines);
    return Logs.spec(folder, "type = jsonl, paths = [log.jsonl]").open(preparation);
  }

  @Test
  void admitsInTheOrderOfTheHashesWhateverTheLogsOrder() {
    List<String> lines = Logs.records(300);
    List<String> shuffled = new ArrayList<>(lines);
    Collections.reverse(shuffled);

    try (PreparedSource source = open(lines, preparation())) {
      List<String> ids = Logs.ids(source, system());
      assertThat(ids).isSortedAccordingTo(byHash()).hasSize(300);
      assertThat(Logs.ids(source, system())).as("a second reading").isEqualTo(ids);
      try (PreparedSource other = open(shuffled, preparation())) {
        assertThat(Logs.ids(other, system())).isEqualTo(ids);
        assertThat(other.fingerprint()).isPresent().isNotEqualTo(source.fingerprint());
      }
    }
  }

  @Test
  void knowsItsSizesBeforeTheFirstPrefix() {
    Preparation asked = populations(Logs.fraction(0.5));

    try (PreparedSource source = open(Logs.records(100), asked)) {
      assertThat(source.total()).hasValue(100);
      assertThat(source.populationSize(0)).hasValue(12);
      assertThat(source.populationSize(1)).hasValue(0);
      assertThat(source.size()).hasValue(source.funnel().sampled());
      assertThat(source.funnel().unsampled()).isEqualTo(100 - source.funnel().sampled());
    }
  }

  @Test
  void countsPopulationsAfterTheCapAndBeforeTheFraction() {
    List<String> lines = new ArrayList<>(Logs.records(100));
    lines.addAll(
        List.of(Logs.record("d1", "one"), Logs.record("d2", "one"), Logs.record("d3", "one")));

    try (PreparedSource source = open(lines, populations(Logs.perUser(1, 0.5)))) {
      assertThat(source.total()).hasValue(101);
      assertThat(source.populationSize(0)).hasValue(12);
      assertThat(source.populationSize(1)).hasValue(1);
      assertThat(source.funnel().sampled() + source.funnel().unsampled()).isEqualTo(103);
    }
  }

  @Test
  void capsEachUserAtTheSmallestHashesAndAdmitsByPlacesOfItsOwn() {
    ForAll.forAll(
        20,
        random -> {
          List<String> lines = new ArrayList<>();
          Map<String, List<String>> byUser = new HashMap<>();
          Map<String, String> users = new HashMap<>();
          for (int i = 0; i < 60; i++) {
            String user = "u" + random.nextInt(12);
            String id = "c" + i;
            lines.add(Logs.record(id, user));
            users.put(id, user);
            byUser.computeIfAbsent(user, u -> new ArrayList<>()).add(id);
          }
          for (String id : List.of("alone1", "alone2", "alone3", "alone4")) {
            lines.add(Logs.record(id).replace("\"user\":\"u-" + id + "\",", ""));
            byUser.put(id, List.of(id));
          }
          int cap = 1 + random.nextInt(4);
          List<String> expected =
              byUser.values().stream()
                  .flatMap(ids -> places(users, ids.stream().sorted(byHash()).limit(cap).toList()))
                  .sorted(Map.Entry.comparingByKey(Long::compareUnsigned))
                  .limit(25)
                  .map(Map.Entry::getValue)
                  .toList();

          Preparation capped = Logs.atMost(Logs.with(preparation(), Logs.perUser(cap, 1.0)), 25);
          try (PreparedSource source = open(lines, capped)) {
            assertThat(Logs.ids(source, system())).isEqualTo(expected);
          }
        });
  }

  @Test
  void admitsUserAfterUserInASeededOrderThatNoLimitChanges() {
    ForAll.forAll(
        20,
        random -> {
          List<String> lines = new ArrayList<>();
          Map<String, String> users = new HashMap<>();
          for (int i = 0; i < 60; i++) {
            String user = "u" + random.nextInt(12);
            lines.add(Logs.record("c" + i, user));
            users.put("c" + i, user);
          }
          List<String> all;
          try (PreparedSource source =
              open(lines, Logs.with(preparation(), Logs.everyUser(random.nextLong())))) {
            all = Logs.ids(source, system());
          }
          List<String> order = all.stream().map(users::get).toList();
          long turns = 1;
          for (int i = 1; i < order.size(); i++) {
            turns += order.get(i).equals(order.get(i - 1)) ? 0 : 1;
          }
          assertThat(all).hasSize(60).doesNotHaveDuplicates();
          assertThat(turns).isEqualTo(order.stream().distinct().count());
        });
    List<String> lines =
        List.of(Logs.record("a", "x"), Logs.record("b", "y"), Logs.record("c", "x"));
    Preparation whole = Logs.with(preparation(), Logs.everyUser(3));
    try (PreparedSource source = open(lines, whole);
        PreparedSource part = open(lines, Logs.atMost(whole, 2))) {
      assertThat(Logs.ids(part, system())).isEqualTo(Logs.ids(source, system()).subList(0, 2));
    }
  }

  @Test
  void keepsEqualConversationsWithoutAnIdApart() {
    String anonymous = Logs.record("x").replace("\"id\":\"x\",", "");

    try (PreparedSource source = open(List.of(anonymous, anonymous, anonymous), preparation())) {
      List<Prefix> prefixes = Logs.all(source, system());
      assertThat(prefixes)
          .extracting(Prefix::conversationId)
          .doesNotHaveDuplicates()
          .allMatch(id -> id.matches("content:[0-9a-f]{32}(~[23])?"))
          .hasSize(3);
      assertThat(prefixes).extracting(Prefix::messages).containsOnly(prefixes.get(0).messages());
    }
  }

  @Test
  void removesItsSpool() {
    try (PreparedSource source = open(Logs.records(3), preparation())) {
      assertThat(folder.resolve("spool")).isNotEmptyFile();
      assertThat(source.size()).hasValue(3);
    }
    assertThat(folder.resolve("spool")).doesNotExist();
  }

  @Test
  void saysWhenNothingIsLeft() {
    assertThatThrownBy(() -> open(List.of(""), preparation()))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("no conversation")
        .hasMessageContaining("0 read");
    assertThat(Files.exists(folder.resolve("spool"))).isFalse();
  }

  private Preparation populations(Sample sample) {
    return new Preparation(
        sample,
        preparation().quarantine(),
        OptionalLong.empty(),
        folder,
        List.of(id -> id.startsWith("c1"), id -> id.startsWith("d")),
        preparation().standardInput());
  }

  /** The kept ones of a user, in the order of their hashes, by where they stand in the order. */
  private static Stream<Map.Entry<Long, String>> places(
      Map<String, String> users, List<String> kept) {
    return IntStream.range(0, kept.size())
        .mapToObj(
            i -> {
              String id = kept.get(i);
              if (!users.containsKey(id)) {
                return Map.entry(Uniform.bits("sample", 7, id), id);
              }
              long user = Uniform.bits("user", 7, users.get(id));
              String rank = Long.toUnsignedString(user) + "/" + (i + 1);
              return Map.entry(Uniform.bits("user-place", 7, rank), id);
            });
  }

  private static Comparator<String> byHash() {
    return (a, b) ->
        Long.compareUnsigned(Uniform.bits("sample", 7, a), Uniform.bits("sample", 7, b));
  }
}
