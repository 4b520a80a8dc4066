package dev.rehearsal.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the lanes, in the order of their roles. */
final class LaneReader {
  private static final String RECORDED = "recorded";

  /** So that the journal has room for the replies of every lane. */
  private static final int MOST_SAMPLES = 100;

  private LaneReader() {}

  static List<Lane> read(Block lanes, Config defaults) {
    List<Lane> read = new ArrayList<>();
    for (Lane.Role role : Lane.Role.values()) {
      if (lanes.has(role.text())) {
        read.add(lane(lanes, role, defaults));
      }
    }
    lanes.done();
    return read;
  }

  private static Lane lane(Block lanes, Lane.Role role, Config defaults) {
    String key = role.text();
    String model;
    double fraction = 1;
    int samples = 1;
    if (lanes.isBlock(key)) {
      Block lane = lanes.block(key).withDefaults(defaults);
      model = lane.string("model");
      fraction = lane.share("fraction");
      samples = (int) lane.integer("samples", 1, MOST_SAMPLES);
      lane.done();
    } else {
      model = lanes.string(key);
    }
    boolean recorded = model.equals(RECORDED);
    if (role == Lane.Role.PRODUCTION && !recorded) {
      lanes.problem(
          key, "must be recorded: a lane that generates is the baseline or the candidate");
    } else if (role != Lane.Role.PRODUCTION && recorded) {
      lanes.problem(
          key,
          "must name a model: the recorded replies are the production lane; replies of another"
              + " model that were recorded elsewhere are a model of type recorded");
    }
    return new Lane(key, recorded ? Optional.empty() : Optional.of(model), fraction, samples, role);
  }
}
