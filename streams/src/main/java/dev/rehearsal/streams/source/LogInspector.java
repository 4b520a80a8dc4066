package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.conversation.Attributes;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.sampling.Cut;
import dev.rehearsal.sampling.Cutter;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.source.LogFiles.LogFile;
import dev.rehearsal.streams.source.format.LogRecord;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks through a log before there is a plan, in memory that does not grow with its texts. */
public final class LogInspector {
  private static final List<String> LANGUAGE_FIELDS =
      List.of("language", "meta.language", "metadata.language", "lang", "meta.lang");
  private static final List<String> TOOLS_FIELDS = List.of("tools", "meta.tools", "metadata.tools");

  private static final long JUDGED_AFTER =
      ConfigFactory.defaultReference().getLong("rehearsal.plan.quarantine.after");

  private final JsonlSettings settings;
  private final LongCounts ids = new LongCounts();
  private final LongCounts users = new LongCounts();
  private final Map<String, Long> unusable = new TreeMap<>();
  private final Map<String, Long> formats = new TreeMap<>();
  private final TopCounts models = new TopCounts();
  private final TopCounts languages = new TopCounts();
  private final Map<Cut, Long> cuts = new EnumMap<>(Cut.class);
  private final SpreadOf turns = new SpreadOf();
  private final SpreadOf characters = new SpreadOf();
  private Optional<String> languageField = Optional.empty();
  private Optional<LogReport.Tools> tools = Optional.empty();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private Optional<String> hint = Optional.empty();
  private long read;
  private long bad;
  private long declaredIds;
  private long userKeys;
  private long times;
  private long toolCalls;
  private long ownTools;
  private double worstShare;

  private LogInspector(JsonlSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads the whole log once.
   *
   * @param path a file or a glob
   * @param folder where the plan will lie: relative paths are taken from it
   * @throws dev.rehearsal.RehearsalException when there is no file or one is damaged
   */
  public static LogReport inspect(String path, Path folder) {
    Problems problems = new Problems();
    Block block =
        Block.of(
            "source",
            ConfigFactory.parseMap(Map.of("type", "jsonl", "paths", List.of(path)), "init"),
            folder,
            problems);
    JsonlSettings settings = JsonlType.settings(block);
    problems.throwIfAny();
    LogInspector inspector = new LogInspector(settings);
    List<LogFile> files = settings.files();
    files.forEach(
        file ->
            FileLines.each(
                file,
                settings.records().maxLineBytes(),
                lines -> {
                  inspector.look(lines, file);
                  if (inspector.read >= JUDGED_AFTER) {
                    inspector.judge();
                  }
                }));
    inspector.judge();
    return inspector.report(path, files.size());
  }

  private void look(LineReader lines, LogFile file) {
    read++;
    try {
      if (lines.tooLong()) {
        throw new UnusableException(Reason.TOO_LONG, "");
      }
      LogRecord record =
          LogRecord.read(
              lines.bytes(),
              lines.length(),
              settings.records().format(),
              settings.records().fields());
      record.model().ifPresent(models::add);
      if (ids.increment(Uniform.bits("id", 0, record.contentId())) > 1
          && record.declaredId().isPresent()) {
        throw new UnusableException(Reason.ID_SEEN_BEFORE, "");
      }
      look(record, file);
    } catch (UnusableException e) {
      bad++;
      unusable.merge(e.reason().text(), 1L, Long::sum);
      if (read == 1 && e.reason() != Reason.TOO_LONG && lines.bytes()[0] == '[') {
        hint =
            Optional.of(
                "%s starts with a list; write one record a line: jq -c '.[]' %s > log.jsonl"
                    .formatted(file.name(), file.name()));
      }
    }
  }

  /** As a run will: by the highest share that it comes past, and by the last. */
  private void judge() {
    worstShare = Math.max(worstShare, read == 0 ? 0 : (double) bad / read);
  }

  private void look(LogRecord record, LogFile file) {
    JsonNode attributes = record.attributes();
    formats.merge(record.format().text(), 1L, Long::sum);
    declaredIds += record.declaredId().isPresent() ? 1 : 0;
    if (record.user().isPresent()) {
      userKeys += users.increment(Uniform.bits("user", 0, record.user().get())) == 1 ? 1 : 0;
    }
    record.time().ifPresent(this::time);
    languageField =
        languageField.or(
            () -> LANGUAGE_FIELDS.stream().filter(f -> isText(attributes, f)).findFirst());
    languageField
        .map(field -> Attributes.at(attributes, field).asText(""))
        .filter(language -> !language.isEmpty())
        .ifPresent(languages::add);
    ownTools += attributes.path("tools").isArray() ? 1 : 0;
    tools = tools.or(() -> toolsOf(attributes, file));
    toolCalls += Messages.toolCalls(record.messages()).isEmpty() ? 0 : 1;
    characters.add(record.messages().stream().mapToLong(m -> Messages.text(m).length()).sum());
    turns.add(record.messages().stream().filter(m -> Messages.role(m).equals("user")).count());
    Conversation conversation = record.conversation(1, new Position(file.name(), 1));
    for (Cut cut : Cut.values()) {
      if (Cutter.cut(conversation, List.of(), cut, 0).isPresent()) {
        cuts.merge(cut, 1L, Long::sum);
      }
    }
  }

  private void time(Instant time) {
    times++;
    first = first.filter(earliest -> earliest.isBefore(time)).or(() -> Optional.of(time));
    last = last.filter(latest -> latest.isAfter(time)).or(() -> Optional.of(time));
  }

  /** Names are often written as seen from a folder above the log's own. */
  private Optional<LogReport.Tools> toolsOf(JsonNode attributes, LogFile file) {
    for (String field : TOOLS_FIELDS) {
      String name = Attributes.at(attributes, field).asText("");
      Path above = file.path().toAbsolutePath().normalize().getParent();
      while (name.endsWith(".json") && above != null) {
        if (Files.isRegularFile(above.resolve(name))) {
          Path base = settings.folder().toAbsolutePath().normalize();
          String folder = base.relativize(above).toString();
          return Optional.of(new LogReport.Tools(field, folder.isEmpty() ? "." : folder));
        }
        above = above.getParent();
      }
    }
    return Optional.empty();
  }

  /** Records of one conversation for each of several models have one id. */
  private Optional<String> severalModels() {
    Map<String, Long> top = models.top();
    return top.size() > 1 && unusable.containsKey(Reason.ID_SEEN_BEFORE.text())
        ? Optional.of(
            "several models share ids; keep one with sample.keep = [{ field = model, equals = \"%s\" }]"
                .formatted(top.keySet().iterator().next()))
        : Optional.empty();
  }

  private static boolean isText(JsonNode attributes, String field) {
    return Attributes.at(attributes, field).isTextual();
  }

  private LogReport report(String path, int files) {
    return new LogReport(
        path,
        formats.size() == 1 ? formats.keySet().iterator().next() : "auto",
        files,
        read,
        unusable,
        worstShare,
        declaredIds,
        userKeys,
        times,
        first,
        last,
        models.top(),
        languages.top(),
        languageField,
        toolCalls,
        ownTools,
        tools,
        turns.spread(),
        characters.spread(),
        cuts,
        hint.or(this::severalModels));
  }

  /** Gathers a spread. */
  private static final class SpreadOf {
    private long count;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long most;

    void add(long value) {
      count++;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    LogReport.Spread spread() {
      return count == 0
          ? new LogReport.Spread(0, 0, 0)
          : new LogReport.Spread(least, sum / count, most);
    }
  }
}
