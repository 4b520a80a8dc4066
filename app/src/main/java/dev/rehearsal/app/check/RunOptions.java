package dev.rehearsal.app.check;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a person asked for on the command line.
 *
 * @param plan the plan's file
 * @param sets from {@code --set}
 * @param folder of the run
 * @param resume go on with the run in the folder
 */
public record RunOptions(Path plan, Map<String, String> sets, Path folder, boolean resume) {}
