// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page and the object: complete, and safe whatever the machine is called. */
class ReportTest {
  private static final String HOSTILE = "</td><script>alert(\"x\")</script>&'\u0007\u009b";

  private static Results results(String... faults) {
    Plan plan = new Plan(List.of(Workload.FORK, Workload.RW1), 1, 1, 1);
    List<String> lines = new ArrayList<>();
    lines.addAll(ResultsTest.lines(Workload.FORK, new long[] {100, 90, 50, 20, 1}));
    lines.addAll(ResultsTest.lines(Workload.RW1, new long[] {90_000, 100_000, 5000, 20, 1}));
    lines.add(Rig.ENV + "cpu\t" + HOSTILE);
    for (String fault : faults) {
      lines.add(Rig.FAULT + fault);
    }
    return Results.read(plan, Map.of("place", "guest"), lines);
  }

  /** As XML, which is stricter than what a browser takes. */
  private static Document parse(String html) throws Exception {
    String body = html.replaceFirst("<!DOCTYPE html>", "").replace("<meta charset=\"utf-8\">", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @Test
  void hostileTextIsText() throws Exception {
    String html = HtmlReport.of(results(HOSTILE));
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(&quot;x&quot;)");
    assertThat(html).doesNotContainPattern("[\u0000-\u0009\u000b-\u001f\u007f-\u009f]");
    Document page = parse(html);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("li").item(0).getTextContent())
        .isEqualTo("</td><script>alert(\"x\")</script>&'??");
    assertThat(TextReport.of(results(HOSTILE))).doesNotContain("\u0007", "\u009b");
  }

  @Test
  void thePageNeedsNothingButItself() throws Exception {
    String html = HtmlReport.of(results());
    assertThat(html)
        .doesNotContainPattern(
            Pattern.compile("(src|href|url|@import|http)", Pattern.CASE_INSENSITIVE));
    assertThat(html).contains("Nothing was lost");
    Document page = parse(html);
    // Two plots a workload, a bar a setting; there are no records without the module.
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(4);
    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(2 * (5 + 4));
    assertThat(page.getElementsByTagName("h2").getLength()).isEqualTo(2);
    NodeList bars = page.getElementsByTagName("rect");
    for (int i = 0; i < bars.getLength(); i++) {
      double x = Double.parseDouble(bars.item(i).getAttributes().getNamedItem("x").getNodeValue());
      double width =
          Double.parseDouble(bars.item(i).getAttributes().getNamedItem("width").getNodeValue());
      assertThat(x).isBetween(199.0, 860.0);
      assertThat(x + width).isBetween(199.0, 860.0);
    }
  }

  @Test
  void aLossIsSaidFirst() throws Exception {
    String html = HtmlReport.of(results("12 records were lost"));
    assertThat(html).doesNotContain("Nothing was lost");
    assertThat(html.indexOf("12 records were lost")).isLessThan(html.indexOf("<h2>"));
  }

  @Test
  void theObjectHasEveryCell() {
    String json = JsonReport.of(results("a \"fault\""));
    assertThat(json).contains("\"lost\":0,\"faults\":[\"a \\\"fault\\\"\"]}");
    assertThat(Pattern.compile("\"round\":1").matcher(json).results().count()).isEqualTo(10);
    assertThat(Pattern.compile("\"slowdown\":\\{\"median\":").matcher(json).results().count())
        .isEqualTo(10);
    assertThat(json)
        .contains("\"workload\":\"rw1\",\"setting\":\"events100\",\"operations_per_second\"");
  }

  @Test
  void theTableHasEverySetting() {
    String text = TextReport.of(results());
    for (Setting setting : Setting.values()) {
      assertThat(Pattern.compile(Pattern.quote("  " + setting.label())).matcher(text).results())
          .hasSize(2);
    }
    assertThat(text).contains("2.00 (2.00-2.00)", "18.00 (18.00-18.00)");
  }
}
