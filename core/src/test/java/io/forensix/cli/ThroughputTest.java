// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forensix.cli.Cli.Result;
import io.forensix.ring.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rates from counters, and what the command makes of them. */
class ThroughputTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private static Counters counters(long records, long bytes, long lost) {
    return Counters.parse(
        """
        records %d
        bytes %d
        waiting %d
        waiting_bytes 640
        throttled %d
        throttled_ns %d
        lost %d
        """
            .formatted(records, bytes, records % 100, records / 100, records * 1000, lost));
  }

  @Test
  void aRateIsWhatCameOverTheTimeThatPassed() {
    Throughput throughput = new Throughput(counters(1000, 50_000, 3), 7 * SECOND);
    Throughput.Step step = throughput.step(counters(1500, 90_000, 5), 7 * SECOND + SECOND / 2);
    assertThat(step.recordsPerSecond()).isEqualTo(1000);
    assertThat(step.bytesPerSecond()).isEqualTo(80_000);
    assertThat(step.throttled()).isEqualTo(5);
    assertThat(step.throttledNanos()).isEqualTo(500_000);
    assertThat(step.lost()).isEqualTo(2);
    assertThat(step.restarted()).isFalse();
    throughput.step(counters(1600, 90_000, 5), 8 * SECOND + SECOND / 2);
    assertThat(throughput.seconds()).isCloseTo(1.5, within(1e-9));
    assertThat(throughput.records()).isEqualTo(new Throughput.Rate(600, 400, 1000, 1000));
    assertThat(throughput.bytes().mean()).isCloseTo(40_000 / 1.5, within(1e-6));
    assertThat(throughput.restarts()).isZero();
  }

  @Test
  void countersThatBeganAnewCountFromZero() {
    Throughput throughput = new Throughput(counters(1_000_000, 64_000_000, 9), 0);
    Throughput.Step step = throughput.step(counters(200, 12_800, 1), SECOND);
    assertThat(step.restarted()).isTrue();
    assertThat(step.records()).isEqualTo(200);
    assertThat(step.bytes()).isEqualTo(12_800);
    assertThat(step.lost()).isEqualTo(1);
    assertThat(throughput.restarts()).isEqualTo(1);
  }

  @Test
  void whileTheModuleIsAwayNothingComes() {
    Throughput throughput = new Throughput(counters(1000, 64_000, 2), 0);
    assertThat(throughput.step(Throughput.NOT_LOADED, SECOND).records()).isZero();
    assertThat(throughput.step(Throughput.NOT_LOADED, 2 * SECOND).restarted()).isFalse();
    // More than before it went: still all new.
    Throughput.Step back = throughput.step(counters(5000, 320_000, 0), 3 * SECOND);
    assertThat(back.records()).isEqualTo(5000);
    assertThat(throughput.restarts()).isEqualTo(1);
    assertThat(throughput.records().total()).isEqualTo(5000);
  }

  @Test
  void aSumReadWhileItChangesIsNoRestart() {
    Throughput throughput = new Throughput(Counters.parse("records 1000\nbytes 64000\n"), 0);
    Throughput.Step step =
        throughput.step(Counters.parse("records 999\nbytes 64000\nlost 1\n"), SECOND);
    assertThat(step.restarted()).isFalse();
    assertThat(step.records()).isZero();
  }

  @Test
  void aPercentileIsAValueThatWasSeen() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
    assertThat(Throughput.percentile(hundred, 99)).isEqualTo(99);
    assertThat(Throughput.percentile(hundred, 50)).isEqualTo(50);
    assertThat(Throughput.percentile(hundred, 100)).isEqualTo(100);
    assertThat(Throughput.percentile(hundred, 0)).isEqualTo(1);
    assertThat(Throughput.percentile(new double[] {3, 8, 5}, 99)).isEqualTo(8);
    assertThat(Throughput.percentile(new double[] {}, 99)).isZero();
    double[] many = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    assertThat(Throughput.percentile(many, 99)).isEqualTo(989);
  }

  @Test
  void drawsTheLastValues() {
    assertThat(Sparkline.of(List.of(0.0, 3.5, 7.0), 10)).isEqualTo("▁▅█");
    assertThat(Sparkline.of(List.of(9.0, 1.0, 2.0), 2)).isEqualTo("▅█");
    assertThat(Sparkline.of(List.of(0.0, 0.0), 10)).isEqualTo("▁▁");
    assertThat(Sparkline.of(List.of(), 10)).isEmpty();
  }

  @Test
  void printsALineASecondAndTheSums() throws Exception {
    Path file = Files.writeString(directory.resolve("auditinfo"), text(counters(100, 6400, 0)));
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Thread.sleep(500);
                Path next = directory.resolve("next");
                Files.writeString(next, text(counters(2100, 134_400, 7)));
                Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Result result = Cli.run("throughput", "--seconds", 2, "--file", file);
    writer.join();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.lines()).hasSize(9);
    assertThat(result.lines().get(0))
        .matches(".* [12],\\d{3} records/s +1\\d\\d\\.\\d kB/s .* lost 7");
    assertThat(result.lines().get(1)).contains(" 0 records/s", "lost 0");
    assertThat(result.lines().get(8)).matches("lost +7");
    assertThat(Cli.run("throughput", "--seconds", 1, "--json", "--file", file).lines())
        .singleElement()
        .asString()
        .startsWith("{\"seconds\":1.")
        .contains(
            "\"samples\":1,\"records\":{\"total\":0,\"mean\":0.0,\"max\":0.0,\"p99\":0.0}",
            "\"waiting\":0,\"waiting_bytes\":640,\"waiting_max\":0,\"throttled\":0,",
            "\"throttled_seconds\":0.0,\"lost\":0,\"restarts\":0}");
  }

  private static String text(Counters counters) {
    StringBuilder text = new StringBuilder();
    counters.totals().forEach((name, value) -> text.append(name + " " + value + "\n"));
    return text.toString();
  }
}
