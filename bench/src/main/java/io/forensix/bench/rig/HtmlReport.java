// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

/** The results as a page. */
final class HtmlReport {
  private HtmlReport() {}

  static String of(Results results) {
    return "<pre>" + TextReport.of(results).replace("&", "&amp;").replace("<", "&lt;") + "</pre>\n";
  }
}
