package dev.rehearsal.graders.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.config.Block;
import dev.rehearsal.graders.rule.Subject.Part;
import dev.rehearsal.graders.rule.TextRules.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a tree of predicates out of a block: every key is one, and all of them must hold. */
final class RuleReader {
  private static final Rule NEVER = subject -> Rule.Finding.of(false);

  private RuleReader() {}

  /** Reads every predicate key; does not call {@link Block#done}. */
  static Rule read(Block block) {
    List<Rule> rules = new ArrayList<>();
    add(rules, block, "reply-matches", key -> TextRules.matches(Part.REPLY, pattern(block, key)));
    add(rules, block, "final-matches", key -> TextRules.matches(Part.FINAL, pattern(block, key)));
    add(rules, block, "contains", key -> contains(block, key));
    add(rules, block, "length", key -> length(block.block(key)));
    add(rules, block, "json-path", key -> jsonPath(block.block(key)));
    add(rules, block, "tool-called", key -> toolCalled(block, key));
    add(rules, block, "tool-calls", key -> toolCalls(block.block(key)));
    add(
        rules,
        block,
        "repeated-identical-call",
        key -> when(block.flag(key), ToolRules.repeatedIdenticalCall()));
    add(rules, block, "tool-call-invalid", key -> when(block.flag(key), ToolRules.invalidCall()));
    add(rules, block, "all", key -> Rule.all(children(block, key)));
    add(rules, block, "any", key -> Rule.any(children(block, key)));
    add(rules, block, "not", key -> Rule.not(child(block.block(key))));
    if (rules.isEmpty()) {
      block.problem(
          "has no predicate; give it one, such as reply-matches, contains, length, json-path,"
              + " tool-called, all, any or not");
    }
    return Rule.all(rules);
  }

  private static void add(
      List<Rule> rules, Block block, String key, Function<String, Rule> reader) {
    if (block.has(key)) {
      rules.add(reader.apply(key));
    }
  }

  private static Rule when(boolean wanted, Rule rule) {
    return wanted ? rule : Rule.not(rule);
  }

  private static List<Rule> children(Block block, String key) {
    List<Rule> rules = block.blocks(key).stream().map(RuleReader::child).toList();
    if (rules.isEmpty()) {
      block.problem(key, "needs at least one predicate in its list");
    }
    return rules;
  }

  private static Rule child(Block block) {
    Rule rule = read(block);
    block.done();
    return rule;
  }

  private static Rule contains(Block block, String key) {
    if (!block.isBlock(key)) {
      return TextRules.contains(Part.REPLY, words(block, key), false);
    }
    Block inside = block.block(key);
    Rule rule =
        TextRules.contains(
            part(inside),
            words(inside, "text"),
            inside.has("ignore-case") && inside.flag("ignore-case"));
    inside.done();
    return rule;
  }

  private static String words(Block block, String key) {
    String words = block.string(key);
    if (block.has(key) && words.isEmpty()) {
      block.problem(key, "must not be empty: every reply would contain it");
    }
    return words;
  }

  private static Rule length(Block block) {
    Unit unit = block.has("unit") ? block.choice("unit", Unit.class) : Unit.CHARACTERS;
    Rule rule = range(block, (min, max) -> TextRules.length(part(block), unit, min, max));
    block.done();
    return rule;
  }

  private static Rule toolCalls(Block block) {
    Rule rule = range(block, ToolRules::calls);
    block.done();
    return rule;
  }

  private static Rule range(Block block, Range range) {
    long min = block.has("min") ? block.integer("min", 0, Integer.MAX_VALUE) : 0;
    long max = block.has("max") ? block.integer("max", 0, Integer.MAX_VALUE) : Long.MAX_VALUE;
    if (!block.has("min") && !block.has("max")) {
      block.problem("needs min, max or both");
    }
    if (min > max) {
      block.problem("min", "must not be above max, was " + min + " with max " + max);
    }
    return range.rule(min, max);
  }

  private static Rule jsonPath(Block block) {
    String text = block.string("path");
    Optional<JsonPath> path = JsonPath.parse(text);
    if (block.has("path") && path.isEmpty()) {
      block.problem(
          "path", "must be names joined by dots, with [0], [-1] or [*], was \"" + text + "\"");
    }
    boolean equals = block.has("equals");
    boolean matches = block.has("matches");
    if (equals && matches) {
      block.problem("takes equals or matches, not both; use all { } for two conditions");
    }
    JsonNode value = block.json("equals");
    Optional<Pattern> pattern = matches ? Optional.of(pattern(block, "matches")) : Optional.empty();
    block.done();
    return path.map(
            p ->
                equals
                    ? JsonRules.equalTo(p, value)
                    : pattern
                        .map(x -> JsonRules.matches(p, x))
                        .orElseGet(() -> JsonRules.exists(p)))
        .orElse(NEVER);
  }

  private static Rule toolCalled(Block block, String key) {
    if (!block.isBlock(key)) {
      return ToolRules.called(words(block, key));
    }
    Block inside = block.block(key);
    Optional<Pattern> name = optionalPattern(inside, "name-matches");
    Optional<Pattern> arguments = optionalPattern(inside, "arguments-match");
    if (name.isEmpty() && arguments.isEmpty()) {
      inside.problem("needs name-matches, arguments-match or both");
    }
    inside.done();
    return ToolRules.called(name, arguments);
  }

  private static Part part(Block block) {
    return block.has("in") ? block.choice("in", Part.class) : Part.REPLY;
  }

  private static Optional<Pattern> optionalPattern(Block block, String key) {
    return block.has(key) ? Optional.of(pattern(block, key)) : Optional.empty();
  }

  private static Pattern pattern(Block block, String key) {
    String expression = block.string(key);
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      block.problem(
          key,
          String.format(
              Locale.ROOT,
              "is not a Java regular expression: %s near position %d of \"%s\"",
              e.getDescription(),
              Math.max(0, e.getIndex()),
              expression));
      return Pattern.compile("(?!)");
    }
  }

  private interface Range {
    Rule rule(long min, long max);
  }
}
