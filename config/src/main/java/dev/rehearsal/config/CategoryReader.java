package dev.rehearsal.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads the list of categories. */
final class CategoryReader {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private final Config defaults;
  private final StopRules plan;
  private final boolean compared;

  CategoryReader(Config defaults, StopRules plan, List<Lane> lanes) {
    this.defaults = defaults;
    this.plan = plan;
    this.compared =
        lanes.size() > 1 && lanes.stream().anyMatch(l -> l.role() == Lane.Role.CANDIDATE);
  }

  List<Category> read(List<Block> blocks) {
    Map<String, Block> seen = new HashMap<>();
    List<Category> categories = new ArrayList<>();
    for (Block raw : blocks) {
      Category category = category(raw.withDefaults(defaults));
      Block other = seen.putIfAbsent(category.id(), raw);
      if (other != null && !category.id().isEmpty()) {
        raw.problem(
            "id",
            "must be unique, was \"%s\" as at %s".formatted(category.id(), other.origin("id")));
      }
      categories.add(category);
    }
    return categories;
  }

  private Category category(Block block) {
    String id = block.string("id");
    if (!id.isEmpty() && !id.matches(ID)) {
      block.problem(
          "id", "is made of letters, digits, dots, hyphens and underscores, was " + quoted(id));
    }
    OptionalDouble tolerance = block.optionalBetween("tolerance", 0, 1);
    OptionalDouble expected = block.optionalBetween("expected-rate", 0, 1);
    Category category =
        new Category(
            id,
            block.optionalString("title").orElse(id),
            block.string("grader"),
            (int) block.integer("severity", 1, 5),
            tolerance,
            block.optionalBetween("max-increase", 1, Double.POSITIVE_INFINITY),
            block.flag("blocks"),
            expected,
            block.between("weight", 0, Double.POSITIVE_INFINITY),
            DriftReader.from(block.block("drift"), expected),
            StopRulesReader.category(block.block("stop"), plan, tolerance, compared));
    block.has("description");
    block.done();
    return category;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
