package dev.rehearsal.app.text;

/** An interval as a small bar on a logarithmic axis of rates. */
public final class Bar {
  private static final double LEAST = 1e-5;
  private static final int WIDTH = 21;

  private Bar() {}

  /** The axis: one tick for each factor of ten from 1 in 100k to 100 %. */
  public static String axis() {
    StringBuilder axis = new StringBuilder(" ".repeat(WIDTH));
    String[] ticks = {"1e-5", "", ".1%", "1%", "10%", "1"};
    for (int i = 0; i < ticks.length; i++) {
      int at = (WIDTH - 1) * i / (ticks.length - 1);
      int from = Math.min(at, WIDTH - ticks[i].length());
      axis.replace(from, from + ticks[i].length(), ticks[i]);
    }
    return axis.toString();
  }

  /** The interval from {@code low} to {@code high}, and the rate where there is one. */
  public static String of(double low, double high, double rate) {
    int from = column(low);
    int to = column(high);
    StringBuilder bar = new StringBuilder();
    for (int column = 0; column < WIDTH; column++) {
      bar.append(column < from || column > to ? '·' : '━');
    }
    if (!Double.isNaN(rate)) {
      bar.setCharAt(Math.max(from, Math.min(to, column(rate))), '●');
    }
    return bar.toString();
  }

  private static int column(double rate) {
    double decades = Math.log10(Math.max(rate, LEAST) / LEAST) / -Math.log10(LEAST);
    return (int) Math.round(decades * (WIDTH - 1));
  }
}
