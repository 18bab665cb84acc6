// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.soak;

import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs recorder, sender and collector for hours, and says whether they stay as they are. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a recorder with a ring that fills itself, forensix send and forensix collect, a process"
          + " each, and samples their memory, heap, descriptors and lag from their own metrics.",
      "Leaves samples.tsv, soak.html and the logs. Exits with 1 when something rises, or a process"
          + " ended."
    })
final class Soak implements Callable<Integer> {
  private static final Pattern PORT = Pattern.compile("metrics and health on port (\\d+)");
  private static final long START_SECONDS = 120;

  /** This part of the samples is not looked at: JIT, caches and pools fill. */
  private static final double WARM_UP = 0.3;

  private static final Map<String, String> OF_EACH =
      Map.of(
          "rss", "process_resident_memory_bytes",
          "heap", "jvm_memory_used_bytes{area=\"heap\"}",
          "descriptors", "process_open_fds",
          "threads", "jvm_threads_current");

  @Option(names = "--hours", paramLabel = "N", description = "How long (${DEFAULT-VALUE}).")
  private double hours = 1;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      description = "Records a second, in bytes; 0: as fast as the collector takes them.")
  private long rate = 20 << 20;

  @Option(
      names = "--budget",
      paramLabel = "BYTES",
      description = "Disk that the archive may take (${DEFAULT-VALUE}).")
  private long budget = 256 << 20;

  @Option(names = "--every", paramLabel = "SECONDS", description = "Between samples (5).")
  private double every = 5;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where all of it goes (${DEFAULT-VALUE}).")
  private Path out = Path.of("target/soak");

  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** The program. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path run = Files.createDirectories(out).resolve("run-" + ProcessHandle.current().pid());
    Files.createDirectories(run);
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    String ended;
    try {
      start(run);
      ended = sample(run);
    } finally {
      kill();
    }
    return verdict(run, ended);
  }

  private void start(Path run) throws IOException, InterruptedException {
    Authority authority = Authority.open(run.resolve("authority"));
    Instant now = Instant.now();
    Instant end = now.plus(Duration.ofDays(30));
    Path keeper = authority.issue(Role.COLLECTOR, "localhost", List.of(), now, end);
    Path host = authority.issue(Role.HOST, "web1", List.of(), now, end);
    Path archive = run.resolve("archive");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String main = "io.forensix.cli.Main";
    start(run, "recorder", SoakRecorder.class.getName(), archive, budget, rate);
    // What a collector keeps for a minute shows as much as what it keeps for ever.
    start(
        run,
        "collector",
        main,
        "collect",
        "--listen",
        "127.0.0.1:" + port,
        "--store",
        run.resolve("store"),
        "--certs",
        keeper,
        "--metrics",
        0,
        "--max-age",
        "60s");
    start(
        run,
        "sender",
        main,
        "send",
        archive,
        "--to",
        "localhost:" + port,
        "--certs",
        host,
        "--metrics",
        0);
  }

  private void start(Path run, String name, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    for (String flag : System.getProperty("forensix.flags", "").split(" ", -1)) {
      if (!flag.isEmpty()) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Path log = run.resolve(name + ".log");
    processes.put(
        name,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      Matcher port = PORT.matcher(Files.readString(log));
      if (port.find()) {
        ports.put(name, Integer.valueOf(port.group(1)));
        return;
      }
      if (!processes.get(name).isAlive() || System.nanoTime() > end) {
        throw new IOException(name + " does not start: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Samples until it is time; returns what ended before, if anything did. */
  private String sample(Path run) throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (hours * 3600e9);
    try (PrintWriter tsv = new PrintWriter(Files.newBufferedWriter(run.resolve("samples.tsv")))) {
      boolean head = true;
      while (System.nanoTime() < end) {
        Map<String, Double> now = new LinkedHashMap<>();
        for (String name : ports.keySet()) {
          if (!processes.get(name).isAlive()) {
            return name + " ended";
          }
          String metrics = metrics(name);
          OF_EACH.forEach((what, metric) -> now.put(name + " " + what, figure(metrics, metric)));
          if (name.equals("sender")) {
            now.put("lag blocks", figure(metrics, "forensix_sender_lag_blocks"));
            now.put("lag bytes", figure(metrics, "forensix_sender_lag_bytes"));
          } else if (name.equals("recorder")) {
            now.put("records", figure(metrics, "forensix_recorder_records_total"));
          }
        }
        if (head) {
          head = false;
          tsv.println("time\t" + String.join("\t", now.keySet()));
        }
        tsv.print(Instant.now());
        now.values().forEach(value -> tsv.print("\t" + value));
        tsv.println();
        tsv.flush();
        now.forEach(
            (name, value) -> samples.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
        TimeUnit.MILLISECONDS.sleep((long) (every * 1000));
      }
    }
    return "";
  }

  private String metrics(String name) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(name) + "/metrics"))
            .timeout(Duration.ofSeconds(60))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static double figure(String metrics, String name) {
    for (String line : metrics.split("\n", -1)) {
      if (line.startsWith(name + " ")) {
        return Double.parseDouble(line.substring(name.length() + 1));
      }
    }
    return Double.NaN;
  }

  private Integer verdict(Path run, String ended) throws IOException {
    Map<String, double[]> series = new LinkedHashMap<>();
    Map<String, Trend> trends = new LinkedHashMap<>();
    int warmUp = 0;
    boolean rises = false;
    for (Map.Entry<String, List<Double>> one : samples.entrySet()) {
      double[] values = one.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      series.put(one.getKey(), values);
      warmUp = (int) (WARM_UP * values.length);
      if (!one.getKey().equals("records")) {
        Trend trend = Trend.of(Arrays.copyOfRange(values, warmUp, values.length));
        trends.put(one.getKey(), trend);
        rises |= trend.rises();
        System.out.printf(
            "%-5s  %-22s %+6.1f %%  z %5.1f  last %,.0f%n",
            trend.rises() ? "RISES" : "flat",
            one.getKey(),
            100 * trend.growth(),
            trend.z(),
            values[values.length - 1]);
      }
    }
    Files.writeString(run.resolve("soak.html"), SoakPage.of(series, warmUp, trends));
    List<Double> records = samples.getOrDefault("records", List.of(0.0));
    System.out.printf("%,.0f records in %d samples; %s%n", records.getLast(), records.size(), run);
    if (!ended.isEmpty()) {
      System.out.println(ended + ": its log says why");
    }
    return rises || !ended.isEmpty() || samples.isEmpty() ? 1 : 0;
  }

  private void kill() {
    for (Process process : processes.values()) {
      process.destroy();
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
