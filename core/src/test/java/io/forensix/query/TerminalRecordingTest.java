// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.query.TerminalRecording.Frame;
import io.forensix.query.TerminalRecording.Kind;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalRecordingTest {
  private static final long BEGIN = 1_700_000_000_500_000_000L;

  @Test
  void anAsciicastHasSizeTimesAndWholeCharacters() throws Exception {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    TerminalRecording recording =
        new TerminalRecording(
            true,
            List.of(
                new Frame(BEGIN, Kind.SIZE, new byte[0], 30, 100),
                new Frame(BEGIN + 1_000_000, Kind.OUTPUT, new byte[] {'a', euro[0]}, 0, 0),
                new Frame(BEGIN + 2_000_000, Kind.OUTPUT, new byte[] {euro[1], euro[2]}, 0, 0),
                new Frame(BEGIN + 3_000_000, Kind.INPUT, new byte[] {3}, 0, 0),
                new Frame(BEGIN + 4_000_000, Kind.SIZE, new byte[0], 40, 120),
                new Frame(BEGIN + 5_000_000, Kind.OUTPUT, "\033[2J\"\\".getBytes(), 0, 0)));
    StringWriter out = new StringWriter();
    Asciicast.write(recording, out);
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"version\":2,\"width\":100,\"height\":30,\"timestamp\":1700000000}",
            "[0.001,\"o\",\"a\"]",
            "[0.002,\"o\",\"€\"]",
            "[0.003,\"i\",\"\\u0003\"]",
            "[0.004,\"r\",\"120x40\"]",
            "[0.005,\"o\",\"\\u001B[2J\\\"\\\\\"]");
  }
}
