package dev.rehearsal.streams.source;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.rehearsal.sampling.Cut;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a commented plan to start from: it runs as it is, on the recorded replies alone. */
public final class PlanTemplate {
  private PlanTemplate() {}

  /**
   * The plan's text, HOCON, that lies in the folder which the log was inspected from.
   *
   * @param name of the run: letters, digits, dots, hyphens and underscores
   */
  public static String of(LogReport log, String name) {
    return """
    # A plan to start from, written after a look at %s.
    # It rates the replies that the log holds, with no call to any model. To try a new model on the
    # same conversations, fill in `models` and the lane `candidate`.
    %s
    name = %s

    source {
      type = jsonl
      paths = [%s]
      format = %s%s
    }
    %s
    sample {
      # Where the reply is removed: last-message · last-turn · first-turn · random-turn · trajectory · end.
    %s  cut = %s
      # Part of the conversations to take; raising it only adds to the sample.
      fraction = 1.0
      # The same seed takes the same conversations in the same order, anywhere.
      seed = 7
      # Most conversations of one user.%s
      per-user = 1
    %s  # Leave conversations out by what their record says; counted in the result.
      # drop = [{ field = meta.opted-out, equals = true }]
    }

    # models {
    #   new {
    #     type = openai                                  # any compatible endpoint
    #     base-url = "http://localhost:8000/v1", model = "name-of-the-model"
    #     api-key = ${?NEW_API_KEY}                      # the key stays in the environment
    #     price { input-per-million = 0.15, output-per-million = 0.60 }        # US dollars
    #   }
    # }

    lanes {
      production = recorded
      # candidate = new
    }

    graders {
      refusal { type = rule, reply-matches = "(?i)\\\\bI (cannot|can't|am unable to|won't) (help|assist|do)\\\\b" }
    }

    # What to count. A tolerance is the highest rate that may ship: with one, the run stops as soon
    # as the rate is known to be above or below it, and ends with exit code 10 when it is above.
    categories = [
      { id = refusal, title = "Refuses", grader = refusal, severity = 1, tolerance = 0.05 }
    ]

    # Hosts that conversations may be sent to; any other asks first.
    # send-to = ["localhost"]

    # stop { budget-usd = 20, deadline = 2h }
    """
        .formatted(
            log.path(),
            summary(log),
            ConfigUtil.quoteString(name),
            ConfigUtil.quoteString(log.path()),
            log.format(),
            tools(log),
            quarantine(log),
            cuts(log),
            text(log.suggestedCut()),
            users(log),
            slices(log));
  }

  private static String summary(LogReport log) {
    StringBuilder text = new StringBuilder("#\n");
    line(text, "%d lines in %d file(s): %d usable", log.read(), log.files(), log.usable());
    log.unusable().forEach((reason, count) -> line(text, "  %d unusable: %s", count, reason));
    if (!log.models().isEmpty()) {
      line(text, "recorded replies by: %s", shares(log.models()));
    }
    line(
        text,
        "%d to %d user messages each, %d characters on average",
        log.turns().least(),
        log.turns().most(),
        log.characters().mean());
    if (log.first().isPresent() && log.last().isPresent()) {
      line(text, "from %s to %s", log.first().get(), log.last().get());
    }
    if (log.toolCalls() > 0) {
      line(text, "%d call tools", log.toolCalls());
    }
    if (log.ids() < log.usable()) {
      line(
          text,
          "%d have no id: they are named by a hash of their content",
          log.usable() - log.ids());
    }
    log.hint().ifPresent(hint -> line(text, "%s", hint));
    return text.toString();
  }

  private static String tools(LogReport log) {
    return log.tools()
        .map(
            tools ->
                "\n  # The JSON files of tool definitions that records name.\n"
                    + "  tools { field = %s, folder = %s }"
                        .formatted(
                            ConfigUtil.quoteString(tools.field()),
                            ConfigUtil.quoteString(tools.folder())))
        .orElse("");
  }

  /** Only for a log that would stop a run at once; a line without a reply to remove is unusable. */
  private static String quarantine(LogReport log) {
    double usual =
        ConfigFactory.defaultReference().getDouble("rehearsal.plan.quarantine.max-share");
    long usable = log.cuts().getOrDefault(log.suggestedCut(), log.usable());
    long bad = log.read() - usable;
    double worst = Math.max(log.worstShare(), log.read() == 0 ? 0 : (double) bad / log.read());
    if (worst <= usual) {
      return "";
    }
    double enough = Math.min(1, (Math.floor(worst * 100) + 1) / 100);
    return """

    # %d of %d lines cannot be used (see the counts), more than the usual share of %s: a run would
    # stop at once. This lets it leave them out; look at them first, and lower it when they are mended.
    quarantine { max-share = %s }
    """
        .formatted(bad, log.read(), usual, enough);
  }

  private static String cuts(LogReport log) {
    return log.cuts().entrySet().stream()
        .map(cut -> text(cut.getKey()) + " " + cut.getValue())
        .collect(Collectors.joining(", ", "  # Conversations that can be cut so: ", ".\n"));
  }

  private static String users(LogReport log) {
    return log.users() > 0
        ? " The log has %d users.".formatted(log.users())
        : " The log names no users, so nothing is capped.";
  }

  private static String slices(LogReport log) {
    return log.languageField()
        .map(
            field ->
                "  # Rates shown apart; the log has %s.\n  slices = [%s]\n"
                    .formatted(shares(log.languages()), ConfigUtil.quoteString(field)))
        .orElse("");
  }

  private static String shares(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .limit(5)
        .map(entry -> oneLine(entry.getKey()) + " " + entry.getValue())
        .collect(Collectors.joining(", ", "", counts.size() > 5 ? ", …" : ""));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append("# ").append(oneLine(format.formatted(values))).append('\n');
  }

  /** What a log says must not end a comment. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String text(Cut cut) {
    return cut.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
