package dev.rehearsal.calibrate;

/** Running mean and variance without loss of digits. Source: Welford (1962). */
final class Moments {
  private long count;
  private double mean;
  private double sumOfSquares;

  void add(double value) {
    count++;
    double before = value - mean;
    mean += before / count;
    sumOfSquares += before * (value - mean);
  }

  long count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** Of the distances from the mean. */
  double sumOfSquares() {
    return sumOfSquares;
  }

  /** Over the count; NaN without a value. */
  double variance() {
    return sumOfSquares / count;
  }

  /** Of the mean, over the count less one; infinite with fewer than two values. */
  double standardError() {
    return count < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(sumOfSquares / (count - 1.0) / count);
  }
}
