package dev.rehearsal.app.forecast;

import dev.rehearsal.forecast.CategoryForecast;
import dev.rehearsal.forecast.RateForecast;
import java.util.Locale;
import java.util.Optional;

/** The ways to forecast a rate, from the plainest on. */
enum Kind {
  RAW {
    @Override
    Optional<RateForecast> of(CategoryForecast forecast) {
      return Optional.of(forecast.raw());
    }
  },
  RATIO {
    @Override
    Optional<RateForecast> of(CategoryForecast forecast) {
      return forecast.ratio();
    }
  },
  ENVIRONMENT {
    @Override
    Optional<RateForecast> of(CategoryForecast forecast) {
      return forecast.environment();
    }
  },
  SHRUNKEN {
    @Override
    Optional<RateForecast> of(CategoryForecast forecast) {
      return forecast.shrunken();
    }
  };

  /** The forecast of this kind, if the lanes allow one. */
  abstract Optional<RateForecast> of(CategoryForecast forecast);

  /** The one to go by. */
  static Kind recommended(CategoryForecast forecast) {
    return forecast.shrunken().isPresent() ? SHRUNKEN : RAW;
  }

  /** The lane whose counts the rate comes from. */
  String lane() {
    return this == RAW || this == ENVIRONMENT ? CountedRun.CANDIDATE : CountedRun.PRODUCTION;
  }

  /** As in files and tables. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
