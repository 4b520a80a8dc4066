package dev.rehearsal.app.endpoint;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps out of the log what the server says of each response that it was asked to break. */
final class BrokenResponses extends TurboFilter {
  private static final String SAID = "Response stream for ";

  static void keepQuiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addTurboFilter(new BrokenResponses());
    }
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    return format != null && format.startsWith(SAID) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
