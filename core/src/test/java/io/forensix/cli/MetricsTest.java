// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.Archive;
import io.forensix.archive.Samples;
import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are asked for their figures, and how they are, over HTTP. */
class MetricsTest {
  private static final int SECONDS = 60;
  private static final Pattern PORT = Pattern.compile("metrics and health on port (\\d+)");

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    http.close();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private double figure(int port, String name) throws Exception {
    HttpResponse<String> all = get(port, "/metrics");
    assertThat(all.statusCode()).isEqualTo(200);
    for (String line : all.body().split("\n", -1)) {
      if (line.startsWith("forensix_" + name + " ")) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    throw new AssertionError("there is no " + name + " in\n" + all.body());
  }

  private Process start(String name, Object... arguments) throws IOException {
    Process process = Cli.start(arguments);
    processes.add(process);
    // Read on, or it would wait for us.
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (var err = process.getErrorStream()) {
            Files.copy(err, directory.resolve(name + ".log"));
          } catch (IOException e) {
            // It was killed.
          }
        });
    return process;
  }

  private String log(String name) throws IOException {
    Path file = directory.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private int port(String name) throws Exception {
    await(() -> PORT.matcher(log(name)).find());
    Matcher port = PORT.matcher(log(name));
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private interface Condition {
    boolean met() throws Exception;
  }

  private void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.met()) {
      assertThat(System.nanoTime()).as(log("collect") + log("send")).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void fill(Archive archive, int blocks) throws IOException {
    for (int i = 0; i < blocks; i++) {
      long seq = archive.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
      archive.accept(Samples.batch(0, seq, 2, 1_000));
    }
  }

  @Test
  void senderAndCollectorSayHowTheyAre() throws Exception {
    int listen;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listen = free.getLocalPort();
    }
    Path authority = directory.resolve("authority");
    assertThat(Cli.run("certs", authority, "--collector", "localhost").code()).isZero();
    assertThat(Cli.run("certs", authority, "--host", "web1").code()).isZero();
    Path archive = directory.resolve("archive");
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      fill(writer, 20);
      Process collector =
          start(
              "collect",
              "collect",
              "--listen",
              "127.0.0.1:" + listen,
              "--store",
              directory.resolve("store"),
              "--reserve",
              0,
              "--certs",
              authority.resolve("localhost"),
              "--metrics",
              0,
              "--log-json");
      start(
          "send",
          "send",
          archive,
          "--to",
          "localhost:" + listen,
          "--certs",
          authority.resolve("web1"),
          "--metrics",
          "127.0.0.1:0");
      int sending = port("send");
      int collecting = port("collect");
      await(() -> figure(sending, "sender_durable_block") == 21);
      assertThat(figure(sending, "sender_blocks_total")).isEqualTo(21);
      await(() -> figure(sending, "sender_lag_blocks") == 0);
      assertThat(figure(sending, "sender_lag_seconds")).isZero();
      assertThat(figure(sending, "sender_connected")).isEqualTo(1);
      assertThat(figure(collecting, "collector_durable_block{host=\"web1\"}")).isEqualTo(21);
      assertThat(figure(collecting, "collector_blocks_total{host=\"web1\"}")).isEqualTo(21);
      assertThat(figure(collecting, "collector_bytes_total{host=\"web1\"}"))
          .isEqualTo(figure(sending, "sender_bytes_total"));
      assertThat(figure(collecting, "disk_free_bytes")).isPositive();
      assertThat(get(collecting, "/metrics").body())
          .contains("process_resident_memory_bytes", "process_open_fds");
      HttpResponse<String> well = get(sending, "/health");
      assertThat(well.statusCode()).as(well.body()).isEqualTo(200);
      assertThat(get(collecting, "/health").statusCode()).isEqualTo(200);

      collector.destroyForcibly().waitFor();
      await(() -> get(sending, "/health").statusCode() == 503);
      assertThat(get(sending, "/health").body())
          .contains("\"part\":\"sender\",\"well\":false,\"problems\":[\"no collector: ");
      fill(writer, 3);
      await(() -> figure(sending, "sender_lag_blocks") == 3);
      assertThat(figure(sending, "sender_lag_bytes")).isBetween(2_000.0, 20_000.0);
      assertThat(figure(sending, "sender_lag_seconds")).isBetween(0.001, 60.0);
      await(() -> figure(sending, "sender_retries_total") > 1);
    }
    assertThat(log("collect").lines())
        .isNotEmpty()
        .allMatch(line ->
            line.matches("\\{\"time\":\"[^\"]+Z\",\"command\":\"collect\",\"text\":\".*\"}"));
  }

  @Test
  void theRecorderTellsOfTheModuleToo() throws Exception {
    Path counters = directory.resolve("auditinfo");
    Files.writeString(counters, "reader 7\nthrottled 3\nthrottled_ns 1500000000\nlost 2\n");
    Path archive = directory.resolve("archive");
    try (Archive writer = Archive.open(archive, Samples.options().withBudgetBytes(1 << 20))) {
      writer.begin(Samples.meta(Samples.RECORDING));
      CountersOption option = new CountersOption();
      new picocli.CommandLine(new Holder(option)).parseArgs("--file", counters.toString());
      PatientSink sink = new PatientSink(writer, () -> {}, text -> {});
      RecorderFigures figures = new RecorderFigures(archive, sink, option);
      Metrics metrics = new Metrics();
      figures.fill(metrics);
      try (MetricsServer server =
          MetricsServer.start(new InetSocketAddress("127.0.0.1", 0), metrics, figures::health)) {
        int port = server.port();
        var batch = Samples.batch(0, 5, 3, 100);
        sink.accept(batch);
        figures.add(batch);
        assertThat(figure(port, "recorder_records_total")).isEqualTo(3);
        assertThat(figure(port, "recorder_bytes_total")).isEqualTo(batch.bytes());
        assertThat(figure(port, "archive_blocks")).isEqualTo(2);
        assertThat(figure(port, "module_throttled_total")).isEqualTo(3);
        assertThat(figure(port, "module_throttled_seconds_total")).isEqualTo(1.5);
        assertThat(figure(port, "module_lost_records_total")).isEqualTo(2);
        assertThat(get(port, "/health").statusCode()).isEqualTo(200);
        // More than its budget: it waits until it is told not to.
        Thread waiting =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    sink.accept(Samples.batch(0, 8, 2, 2_000_000));
                  } catch (IOException e) {
                    // As wished.
                  }
                });
        await(() -> get(port, "/health").statusCode() == 503);
        assertThat(get(port, "/health").body()).contains("there is no room for the archive");
        assertThat(figure(port, "recorder_waits_for_room")).isEqualTo(1);
        sink.stopWaiting();
        waiting.join(TimeUnit.SECONDS.toMillis(SECONDS));
        assertThat(waiting.isAlive()).isFalse();
        Files.delete(counters);
        await(() -> get(port, "/health").body().contains("the kernel module is not loaded"));
      }
    }
  }

  /** The options of a command, alone. */
  private static final class Holder {
    @picocli.CommandLine.Mixin private final CountersOption counters;

    Holder(CountersOption counters) {
      this.counters = counters;
    }
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    Health ill = new Health("test", List.of("a \"quoted\"\nproblem"), Map.of("fact", "\u001b[2J"));
    try (MetricsServer server =
        MetricsServer.start(new InetSocketAddress("127.0.0.1", 0), new Metrics(), () -> ill)) {
      assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/healthy").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/../etc/passwd").statusCode()).isEqualTo(404);
      HttpResponse<String> health = get(server.port(), "/health?x=y");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body())
          .isEqualTo(
              "{\"part\":\"test\",\"well\":false,\"problems\":[\"a \\\"quoted\\\"\\nproblem\"],"
                  + "\"fact\":\"\\u001B[2J\"}\n");
      // A peer that says nothing, or nonsense, does not keep others away.
      try (var silent = new java.net.Socket("127.0.0.1", server.port());
          var nonsense = new java.net.Socket("127.0.0.1", server.port())) {
        assertThat(silent.isConnected()).isTrue();
        nonsense
            .getOutputStream()
            .write("\0\1\2\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(get(server.port(), "/metrics").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void whereItCannotListenItSaysSo() throws Exception {
    Path archive = directory.resolve("archive");
    try (Archive writer = Archive.open(archive, Samples.options());
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      Cli.Result busy = Cli.run("index", archive, "--metrics", taken.getLocalPort());
      assertThat(busy.code()).isEqualTo(ExitCode.FAILED.number());
      assertThat(busy.err()).contains("cannot answer about metrics");
      assertThat(Cli.run("index", archive, "--metrics", "99999").code())
          .isEqualTo(ExitCode.USAGE.number());
      assertThat(Cli.run("index", archive, "--metrics", "0").code()).isZero();
    }
  }
}
