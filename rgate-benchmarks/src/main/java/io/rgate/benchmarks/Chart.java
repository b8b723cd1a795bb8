package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.ChartTheme;

/** Draws processor time as bars. */
final class Chart {
  private Chart() {}

  static void write(Path file, List<Report.Row> rows) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(420)
            .theme(ChartTheme.GGPlot2)
            .title("CPU time of the proxy for a small GET, median")
            .yAxisTitle("µs")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setXAxisLabelRotation(30);
    chart.addSeries(
        "CPU µs",
        rows.stream().map(Report.Row::peer).toList(),
        rows.stream()
            .map(row -> Math.round(row.median(Measurement::cpuMicros) * 10) / 10.0)
            .toList());
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }
}
