package dev.rehearsal.streams.source;

import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.config.Quarantine;
import dev.rehearsal.config.Sample;
import dev.rehearsal.config.SampleStrata;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.sampling.Cut;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Logs, plans and openings for the tests of sources. */
public final class Logs {
  static final Sample EVERYTHING =
      new Sample(Cut.LAST_MESSAGE, 1.0, 0, 7, OptionalInt.empty(), List.of(), List.of(), List.of());

  private Logs() {}

  /** The spec of {@code source { … }}, read as in a plan that lies in {@code folder}. */
  public static SourceSpec spec(Path folder, String block) {
    Problems problems = new Problems();
    SourceSpec spec =
        Sources.read(Block.of("source", ConfigFactory.parseString(block), folder, problems));
    problems.throwIfAny();
    return spec;
  }

  public static Preparation preparation(Path runFolder) {
    return new Preparation(
        EVERYTHING,
        new Quarantine(0.5, 1_000),
        OptionalLong.empty(),
        runFolder,
        List.of(),
        InputStream.nullInputStream());
  }

  public static Preparation with(Preparation preparation, Sample sample) {
    return new Preparation(
        sample,
        preparation.quarantine(),
        preparation.maxPrefixes(),
        preparation.runFolder(),
        preparation.populations(),
        preparation.standardInput());
  }

  public static Preparation with(Preparation preparation, InputStream standardInput) {
    return new Preparation(
        preparation.sample(),
        preparation.quarantine(),
        preparation.maxPrefixes(),
        preparation.runFolder(),
        preparation.populations(),
        standardInput);
  }

  public static Preparation atMost(Preparation preparation, long prefixes) {
    return new Preparation(
        preparation.sample(),
        preparation.quarantine(),
        OptionalLong.of(prefixes),
        preparation.runFolder(),
        preparation.populations(),
        preparation.standardInput(),
        preparation.before(),
        preparation.events());
  }

  /** However much cannot be used. */
  public static Preparation lenient(Preparation preparation) {
    return new Preparation(
        preparation.sample(),
        new Quarantine(1, 1_000),
        preparation.maxPrefixes(),
        preparation.runFolder(),
        preparation.populations(),
        preparation.standardInput(),
        preparation.before(),
        preparation.events());
  }

  public static Sample fraction(double fraction) {
    return part(0, fraction);
  }

  static Sample part(double skip, double fraction) {
    return new Sample(
        EVERYTHING.cut(),
        fraction,
        skip,
        EVERYTHING.seed(),
        OptionalInt.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  static Sample perUser(int perUser, double fraction) {
    return capped(OptionalInt.of(perUser), 0, fraction, EVERYTHING.seed());
  }

  public static Sample capped(OptionalInt perUser, double skip, double fraction, long seed) {
    return new Sample(
        EVERYTHING.cut(), fraction, skip, seed, perUser, List.of(), List.of(), List.of());
  }

  static Sample everyUser(long seed) {
    return new Sample(
        Sample.Unit.USER,
        EVERYTHING.cut(),
        1,
        0,
        seed,
        OptionalInt.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Of each value of {@code tier} a fraction. */
  static Sample strata(OptionalInt perUser, SampleStrata strata) {
    return new Sample(
        Sample.Unit.CONVERSATION,
        EVERYTHING.cut(),
        1,
        0,
        EVERYTHING.seed(),
        perUser,
        List.of(),
        List.of(),
        List.of(),
        Optional.of(strata),
        Optional.empty());
  }

  static Sample cut(Cut cut) {
    return new Sample(cut, 1.0, 0, 7, OptionalInt.empty(), List.of(), List.of(), List.of());
  }

  /** A short conversation with this id. */
  public static String record(String id) {
    return record(id, "u-" + id);
  }

  public static String record(String id, String user) {
    return """
    {"id":"%s","user":"%s","messages":[{"role":"user","content":"question of %s"},\
    {"role":"assistant","content":"answer to %s"}]}\
    """
        .formatted(id, user, id, id);
  }

  /** Conversations {@code c1}, {@code c2}, … */
  public static List<String> records(int count) {
    List<String> records = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      records.add(record("c" + i));
    }
    return records;
  }

  static InputStream stream(List<String> lines) {
    return new ByteArrayInputStream(bytes(lines));
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Path write(Path folder, String name, List<String> lines) {
    return write(folder, name, bytes(lines));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the test's resources. */
  public static Path fixture(String name) {
    try {
      return Path.of(Logs.class.getResource("/source/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<Prefix> all(PreparedSource source, ActorSystem system) {
    return sampled(source, system).stream().map(Sampled::prefix).toList();
  }

  public static List<Sampled> sampled(PreparedSource source, ActorSystem system) {
    return source.prefixes(0).runWith(Sink.seq(), system).toCompletableFuture().join();
  }

  public static List<String> ids(PreparedSource source, ActorSystem system) {
    return all(source, system).stream().map(Prefix::conversationId).toList();
  }
}
