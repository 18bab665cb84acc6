// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample archive still answers, and the tutorial shows what its commands print. {@code
 * scripts/intrusion} makes both anew.
 */
class TutorialTest {
  private static final Path DOCS = Path.of(System.getProperty("forensix.root"), "docs");
  private static final Path PAGE = DOCS.resolve("tutorial.md");
  private static final TimeZone HERE = TimeZone.getDefault();

  @TempDir private Path folder;

  @BeforeEach
  void unpack() throws IOException, InterruptedException {
    Intrusion.unpack(folder);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void goHome() {
    TimeZone.setDefault(HERE);
  }

  @Test
  void theSampleIsFoundStepByStep() throws IOException {
    new Intrusion(folder).check();
  }

  @Test
  void thePageShowsWhatIsPrinted() throws IOException, InterruptedException {
    Tutorial tutorial = new Tutorial(Files.readAllLines(PAGE), folder.resolve("archive"));
    if (Boolean.getBoolean("forensix.rewrite")) {
      Files.write(PAGE, tutorial.rewritten());
      return;
    }
    List<Tutorial.Shown> commands = tutorial.commands();
    assertThat(commands).hasSizeGreaterThan(10);
    SoftAssertions softly = new SoftAssertions();
    for (Tutorial.Shown shown : commands) {
      softly
          .assertThat(tutorial.run(shown.command()))
          .as(shown.command())
          .isEqualTo(shown.output());
    }
    softly.assertAll();
  }
}
