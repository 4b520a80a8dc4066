package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.GraderStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What graders were found to be worth: one file for each category, grader fingerprint and lane, in
 * a folder that any run of the same grader can be given. The fingerprint covers settings, rubric
 * and judge, so that a changed grader has no certificate. A grader that was held against the labels
 * of several lanes stands as in the worst of them: it may be good on one model's replies only. Its
 * corrected rate is that of one lane and of the very replies that were labelled some of, and so is
 * shown where the run counts just these.
 */
public final class Certificates {
  /** No certificate: every grader is not checked. */
  public static final Certificates NONE = new Certificates(Map.of(), Map.of());

  private static final List<GraderStatus> BEST_LAST =
      List.of(
          GraderStatus.FAIL,
          GraderStatus.NOT_CHECKED,
          GraderStatus.INCONCLUSIVE,
          GraderStatus.PASS);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "certificates";

  private final Map<String, GraderStatus> byGrader;
  private final Map<String, JsonNode> byLane;

  private Certificates(Map<String, GraderStatus> byGrader, Map<String, JsonNode> byLane) {
    this.byGrader = byGrader;
    this.byLane = byLane;
  }

  /** Where a run keeps those of its own graders. */
  public static Path folder(Path run) {
    return run.resolve(FOLDER);
  }

  /** Those of a run's own graders; none when it was never calibrated. */
  public static Certificates ofRun(Path run) {
    return Files.isDirectory(folder(run)) ? read(folder(run)) : NONE;
  }

  /**
   * Reads every certificate in a folder.
   *
   * @throws RehearsalException when it is no folder, or a file in it is no certificate
   */
  public static Certificates read(Path folder) {
    Map<String, GraderStatus> byGrader = new TreeMap<>();
    Map<String, JsonNode> byLane = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode json = JSON.readTree(file.toFile());
        String grader = key(json.path("category").asText(), json.path("fingerprint").asText());
        byGrader.merge(grader, status(json, file), Certificates::worse);
        byLane.put(key(grader, json.path("lane").asText()), json);
      }
    } catch (IOException e) {
      throw RehearsalException.badUsage(
          folder + ": cannot read certificates (" + e + "); calibrate writes them");
    }
    return new Certificates(byGrader, byLane);
  }

  /** Where the grader stands; not checked without a certificate. */
  public GraderStatus status(String category, String fingerprint) {
    return byGrader.getOrDefault(key(category, fingerprint), GraderStatus.NOT_CHECKED);
  }

  /**
   * Puts the status of each category's grader into a run's estimates, and the rate that people's
   * labels make of it.
   */
  public void into(ObjectNode summary, Map<String, List<String>> graders) {
    for (JsonNode estimate : summary.path("estimates")) {
      List<String> fingerprints =
          graders.getOrDefault(estimate.path("category").asText(), List.of());
      if (!fingerprints.isEmpty() && estimate instanceof ObjectNode object) {
        String fingerprint = fingerprints.get(fingerprints.size() - 1);
        GraderStatus status = status(estimate.path("category").asText(), fingerprint);
        if (status != GraderStatus.NOT_CHECKED) {
          object.put("graderStatus", status.words());
        }
        corrected(estimate, fingerprint).ifPresent(rate -> object.set("corrected", rate));
      }
    }
  }

  /** Writes one; an older one of the same grader, category and lane is replaced. */
  public static Path write(Path folder, ObjectNode certificate) {
    String name =
        "%s-%.12s-%s.json"
            .formatted(
                certificate.path("category").asText(),
                certificate.path("fingerprint").asText(),
                certificate.path("lane").asText());
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(name), Canonical.json(certificate) + "\n");
    } catch (IOException e) {
      throw RehearsalException.failed(
          folder + ": cannot write the certificate (" + e + "); name another with --certificates",
          e);
    }
  }

  /** The recommended rate, where it is of the same replies with the same flags. */
  private Optional<JsonNode> corrected(JsonNode estimate, String fingerprint) {
    JsonNode certificate =
        byLane.getOrDefault(
            key(
                key(estimate.path("category").asText(), fingerprint),
                estimate.path("lane").asText()),
            MissingNode.getInstance());
    JsonNode recommended = certificate.path("recommended");
    if (!estimate.path("slice").asText().equals(Estimate.ALL)
        || certificate.path("replies").asLong() != estimate.path("trials").asLong()
        || certificate.path("flags").asLong() != estimate.path("hits").asLong()
        || !recommended.path("rate").isNumber()) {
      return Optional.empty();
    }
    ObjectNode rate = recommended.deepCopy();
    rate.remove("why");
    rate.set("labels", certificate.path("labels"));
    rate.set("confidence", certificate.path("confidence"));
    return Optional.of(rate);
  }

  private static GraderStatus worse(GraderStatus a, GraderStatus b) {
    return BEST_LAST.indexOf(a) < BEST_LAST.indexOf(b) ? a : b;
  }

  private static GraderStatus status(JsonNode json, Path file) {
    for (GraderStatus status : GraderStatus.values()) {
      if (status.words().equals(json.path("status").asText())) {
        return status;
      }
    }
    throw RehearsalException.badUsage(
        file + ": status must be PASS, FAIL or INCONCLUSIVE, was " + json.path("status"));
  }

  private static String key(String category, String fingerprint) {
    return category + "\n" + fingerprint;
  }
}
