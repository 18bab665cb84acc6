// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.lmbench.Outcome.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures are read from what lmbench 3.0-a9 prints, and from nothing else. */
class BenchmarkTest {
  private static final Benchmark NULL = Benchmark.table().getFirst();

  @Test
  void theTableBeginsWithTheNullCall() {
    assertThat(NULL.name()).isEqualTo("lat_syscall null");
    assertThat(NULL.command()).isEqualTo("lat_syscall null");
    assertThat(NULL.unit()).isEqualTo("microseconds");
  }

  @Test
  void readsTheLineThatLatSyscallPrints() {
    assertThat(NULL.outcome(List.of("Simple syscall: 0.3292 microseconds")))
        .isEqualTo(Outcome.figure(0.3292));
  }

  @Test
  void readsTheLineAmongOthersAndWithACarriageReturn() {
    assertThat(NULL.outcome(List.of("", "warming up", "Simple syscall: 12.5000 microseconds\r")))
        .isEqualTo(Outcome.figure(12.5));
  }

  @Test
  void readsOtherLinesOfLmbenchByOtherPatterns() {
    assertThat(
            figure(
                "Process fork\\+exit: ([0-9.]+) microseconds",
                "Process fork+exit: 154.3333 microseconds"))
        .isEqualTo(154.3333);
    assertThat(figure("Pipe bandwidth: ([0-9.]+) MB/sec", "Pipe bandwidth: 1843.01 MB/sec"))
        .isEqualTo(1843.01);
    assertThat(figure("2 ([0-9.]+)", "", "\"size=0k ovr=0.51", "2 1.83")).isEqualTo(1.83);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Simple syscall:",
        "Simple syscall: microseconds",
        "Simple syscall: -1 microseconds",
        "Simple syscall: nan microseconds",
        "Simple syscall: 1e9 microseconds",
        "Simple syscall: 0x10 microseconds",
        "Simple syscall: 1.2.3 microseconds",
        "Simple syscall: . microseconds",
        "Simple syscall: 5. microseconds",
        "Simple syscall: 0.0000 microseconds",
        "Simple syscall: 0.3292 milliseconds",
        "Simple syscall: 0.3292 microseconds and more",
        "not so Simple syscall: 0.3292 microseconds",
        "Simple syscall: 0.3292\u00a0microseconds",
        "Simple read: 0.3292 microseconds",
        "Simple syscall: 11111111111111111111111111111111111111111111.1 microseconds",
        "\u0000\u001b[31mSimple syscall: 0.3292 microseconds",
        "\ufffd\ufffd\ufffd",
      })
  void aLineThatIsNoFigureIsNone(String line) {
    Outcome outcome = NULL.outcome(List.of(line));
    assertThat(outcome.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(outcome.figure()).isEmpty();
    assertThat(outcome.detail()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void twoFiguresAreNone() {
    String line = "Simple syscall: 0.3292 microseconds";
    assertThat(NULL.outcome(List.of(line, line)).detail()).contains("more than one");
  }

  @Test
  void aLineWithoutEndIsCutInTheMessage() {
    Outcome outcome = NULL.outcome(List.of("9".repeat(10_000_000)));
    assertThat(outcome.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(outcome.detail().length()).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name\tunit\t10\tgate\tcommand",
        "name\tunit\t10\tsome\tcommand\t([0-9.]+)",
        "name\tunit\t10\tgate\tcommand\t([0-9.]+)\tmore",
        "name\tunit\tten\tgate\tcommand\t([0-9.]+)",
        "name\tunit\t0\tgate\tcommand\t([0-9.]+)",
        "name\t\t10\tgate\tcommand\t([0-9.]+)",
        "name\tunit\t10\tgate\tcommand; reboot\t([0-9.]+)",
        "name\tunit\t10\tgate\t$(command)\t([0-9.]+)",
        "\tunit\t10\tgate\tcommand\t([0-9.]+)",
        "name\tunit\t10\tgate\tcommand\t[0-9.]+",
        "name\tunit\t10\tgate\tcommand\t([0-9.]+) (.*)",
        "name\tunit\t10\tgate\tcommand\t([0-9.]+",
      })
  void aRowThatIsWrongIsRefusedWithItsNumber(String row) {
    assertThatThrownBy(() -> Benchmark.read(List.of("# names", "", row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 3: ");
  }

  @Test
  void aNameIsThereOnce() {
    String row = "name\tunit\t10\tgate\tcommand\t([0-9.]+)";
    assertThatThrownBy(() -> Benchmark.read(List.of(row, row)))
        .hasMessage("line 2: there are two of the name name");
  }

  private static double figure(String pattern, String... lines) {
    return Benchmark.read(List.of("name\tunit\t10\tgate\tcommand\t" + pattern))
        .getFirst()
        .outcome(List.of(lines))
        .figure()
        .orElse(-1);
  }
}
