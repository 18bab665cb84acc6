// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.Counters;
import io.forensix.ring.DeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;
import sun.misc.SignalHandler;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Measures how much the kernel module writes. */
@Command(
    name = "throughput",
    header = "Measure how many records and bytes are written per second.",
    description = {
      "Looks at the kernel module's counters (/proc/auditinfo) once a second and prints a line each"
          + " time: records and bytes per second, what waits for the reader, how often and how long"
          + " callers were held, what was lost. On a terminal the last seconds are drawn, too.",
      "",
      "Then come the sums: the rates' mean, highest and 99th percentile (of these seconds: of fewer"
          + " than a hundred it is the highest), and what waits, was held and was lost. Ctrl-C ends"
          + " it early, with the sums.",
      "",
      "With --json there is one object at the end and nothing else: seconds, samples; records and"
          + " bytes, each with total, mean, max, p99 (per second); waiting, waiting_bytes (in the"
          + " end), waiting_max; throttled (times), throttled_seconds (of all callers together);"
          + " lost; restarts (how often the module was loaded anew meanwhile).",
      "",
      "What this command does itself is recorded, too: a few calls a second."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix throughput",
      "  forensix throughput --seconds 60 --json",
    })
final class ThroughputCommand implements Callable<Integer> {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int SPARKS = 24;
  private static final String[] UNITS = {"B", "kB", "MB", "GB"};

  @Spec private CommandSpec spec;

  @Option(names = "--seconds", paramLabel = "N", description = "How long (${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(names = "--json", description = "The sums alone, as a JSON object.")
  private boolean json;

  @Mixin private CountersOption counters = new CountersOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1) {
      throw new Failure(ExitCode.USAGE, "--seconds wants a number of seconds, at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    Throughput throughput = measure(out);
    out.print(json ? json(throughput) : text(throughput));
    out.flush();
    return ExitCode.FINE.number();
  }

  private Throughput measure(PrintWriter out) throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    SignalHandler before = Signal.handle(new Signal("INT"), signal -> ended.countDown());
    try {
      boolean drawn = System.console() != null;
      long began = System.nanoTime();
      Throughput throughput = new Throughput(counters.read(), began);
      for (int i = 1; i <= seconds && ended.getCount() > 0 && !out.checkError(); i++) {
        long left = began + TimeUnit.SECONDS.toNanos(i) - System.nanoTime();
        ended.await(left, TimeUnit.NANOSECONDS);
        throughput.step(look(), System.nanoTime());
        if (!json) {
          out.println(line(throughput.steps(), drawn));
          out.flush();
        }
      }
      return throughput;
    } finally {
      Signal.handle(new Signal("INT"), before);
    }
  }

  /** The module may be unloaded and loaded again while we look. */
  private Counters look() throws IOException {
    try {
      return counters.read();
    } catch (DeviceException e) {
      return Throughput.NOT_LOADED;
    }
  }

  private static String line(List<Throughput.Step> steps, boolean drawn) {
    Throughput.Step last = steps.getLast();
    String line =
        "%s  %,11.0f records/s  %9s/s  waiting %,d  held %,d times %.3f s  lost %,d"
            .formatted(
                LocalTime.now().format(CLOCK),
                last.recordsPerSecond(),
                size(last.bytesPerSecond()),
                last.waiting(),
                last.throttled(),
                last.throttledNanos() / 1e9,
                last.lost());
    if (last.restarted()) {
      line += "  (the module's counters began anew)";
    }
    return drawn
        ? line
            + "  "
            + Sparkline.of(steps.stream().map(Throughput.Step::recordsPerSecond).toList(), SPARKS)
        : line;
  }

  private static String size(double bytes) {
    int unit = 0;
    double size = bytes;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return "%.1f %s".formatted(size, UNITS[unit]);
  }

  static String text(Throughput throughput) {
    Throughput.Step last = throughput.steps().getLast();
    StringBuilder out = new StringBuilder();
    out.append(
        "%nin %.1f s   %15s %15s %15s%n"
            .formatted(throughput.seconds(), "mean", "highest", "99th percentile"));
    row(out, "records/s", throughput.records());
    row(out, "bytes/s", throughput.bytes());
    out.append(
        "waiting    %,15d records, %,d bytes; at most %,d records%n"
            .formatted(last.waiting(), last.waitingBytes(), waitingMax(throughput)));
    out.append(
        "throttled  %,15d times, %.3f s%n".formatted(throttled(throughput), held(throughput)));
    out.append("lost       %,15d%n".formatted(lost(throughput)));
    if (throughput.restarts() > 0) {
      out.append(
          "The module was loaded anew %d times; what it counted last before that is missing.%n"
              .formatted(throughput.restarts()));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String name, Throughput.Rate rate) {
    out.append(
        "%-10s %,15.0f %,15.0f %,15.0f%n".formatted(name, rate.mean(), rate.max(), rate.p99()));
  }

  static String json(Throughput throughput) {
    Throughput.Step last = throughput.steps().getLast();
    StringWriter text = new StringWriter();
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("seconds", throughput.seconds());
      json.writeNumberProperty("samples", throughput.steps().size());
      rate(json, "records", throughput.records());
      rate(json, "bytes", throughput.bytes());
      json.writeNumberProperty("waiting", last.waiting());
      json.writeNumberProperty("waiting_bytes", last.waitingBytes());
      json.writeNumberProperty("waiting_max", waitingMax(throughput));
      json.writeNumberProperty("throttled", throttled(throughput));
      json.writeNumberProperty("throttled_seconds", held(throughput));
      json.writeNumberProperty("lost", lost(throughput));
      json.writeNumberProperty("restarts", throughput.restarts());
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void rate(JsonGenerator json, String name, Throughput.Rate rate) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("total", rate.total());
    json.writeNumberProperty("mean", rate.mean());
    json.writeNumberProperty("max", rate.max());
    json.writeNumberProperty("p99", rate.p99());
    json.writeEndObject();
  }

  private static long waitingMax(Throughput throughput) {
    return throughput.steps().stream().mapToLong(Throughput.Step::waiting).max().orElse(0);
  }

  private static long throttled(Throughput throughput) {
    return throughput.steps().stream().mapToLong(Throughput.Step::throttled).sum();
  }

  private static double held(Throughput throughput) {
    return throughput.steps().stream().mapToLong(Throughput.Step::throttledNanos).sum() / 1e9;
  }

  private static long lost(Throughput throughput) {
    return throughput.steps().stream().mapToLong(Throughput.Step::lost).sum();
  }
}
