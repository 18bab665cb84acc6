// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of plots, and the runs that it is drawn from. */
class PageTest {
  private static final List<Benchmark> BENCHMARKS =
      Benchmark.read(List.of("one\tus\t10\tgate\tcommand\t(.*)"));
  private static final Benchmark ONE = BENCHMARKS.get(0);

  @TempDir private Path folder;

  private static Report report(String host, Outcome recording) {
    return new Report(
        Map.of("host", host, "commit", host),
        BENCHMARKS,
        List.of(Setting.NO_MODULE, Setting.RECORDING),
        Map.of(
            Setting.NO_MODULE, Map.of(ONE, Outcome.figure(0.5)),
            Setting.RECORDING, Map.of(ONE, recording)));
  }

  /** Without what XML has no word for, and HTML needs. */
  private static String body(String page) throws Exception {
    String xml = page.substring(page.indexOf("<body>")).replace("</html>", "");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    return xml;
  }

  @Test
  void drawsARunBesideTheBaselineAndWhatWasBefore() throws Exception {
    Report report = report("here", Outcome.figure(1.25));
    Files.write(folder.resolve("1-x.tsv"), report.file());
    Files.write(folder.resolve("2-x.tsv"), report("later", Outcome.figure(1)).file());
    Files.write(folder.resolve("2-y.tsv"), List.of("\u0000", "a\tb\trecording\tx", "\t\t\t\t"));
    List<History.Run> runs = History.read(folder, "x.tsv");
    assertThat(runs).extracting(History.Run::commit).containsExactly("here", "later");
    assertThat(runs.get(0).figure("one", Setting.RECORDING)).hasValue(1.25);
    assertThat(History.read(folder, "y.tsv").getFirst().figures()).isEmpty();
    String page = body(Page.of(report, Baseline.of(report, Map.of()), List.of(), runs));
    assertThat(page)
        .contains("1.2500  (2.50)", "class=\"baseline\"", "<polyline", "<title>later: ", ">later<");
    assertThat(page).contains("All figures are there");
  }

  @Test
  void whatIsMissingIsNamedAndNothingIsTakenForHtml() throws Exception {
    String hostile = "</svg><script>alert(\"x\" & 'y')</script>\u001b[31m\u0085\ud800";
    Outcome none = Outcome.none(Outcome.Kind.FAILED, hostile);
    Report report = report(hostile, none);
    String page =
        body(Page.of(report, new Baseline(Map.of(), Map.of()), List.of(hostile), List.of()));
    assertThat(page).doesNotContain("<script").contains("failed: &lt;/svg&gt;&lt;script&gt;");
  }
}
