package dev.rehearsal.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads filters over a record's attributes. */
final class FilterReader {
  private static final List<String> TESTS = List.of("equals", "in", "exists", "matches");

  private FilterReader() {}

  static List<Filter> read(List<Block> blocks) {
    return blocks.stream().map(FilterReader::filter).toList();
  }

  private static Filter filter(Block block) {
    String field = block.string("field");
    List<String> tests = TESTS.stream().filter(block::has).toList();
    Filter.Test test = new Filter.Exists(true);
    if (tests.size() == 1) {
      test = test(block, tests.get(0));
    } else {
      block.problem(
          "asks one question: one of "
              + String.join(", ", TESTS)
              + ", was "
              + (tests.isEmpty() ? "none" : String.join(" and ", tests)));
    }
    block.done();
    return new Filter(field, test);
  }

  private static Filter.Test test(Block block, String key) {
    return switch (key) {
      case "equals" -> new Filter.In(List.of(block.json(key)));
      case "in" -> new Filter.In(list(block, key));
      case "matches" -> new Filter.Matches(pattern(block, key));
      default -> new Filter.Exists(block.flag(key));
    };
  }

  private static List<JsonNode> list(Block block, String key) {
    JsonNode value = block.json(key);
    if (!value.isArray()) {
      block.problem(key, "must be a list, was " + block.shown(key));
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  private static Pattern pattern(Block block, String key) {
    String text = block.string(key);
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      block.problem(
          key,
          "must be a regular expression, was %s: %s at character %d"
              .formatted(block.shown(key), e.getDescription(), e.getIndex() + 1));
      return Pattern.compile("");
    }
  }
}
