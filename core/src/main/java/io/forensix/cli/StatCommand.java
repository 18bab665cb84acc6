// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.Counters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Shows the counters of the kernel module. */
@Command(
    name = "stat",
    header = "Show what the recorder is doing now.",
    description = {
      "Shows the kernel module's counters (/proc/auditinfo): records written, what waits for the"
          + " reader, how often callers were made to wait, and what was lost."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix stat",
      "  forensix stat --watch          every second, until Ctrl-C",
      "  forensix stat --watch=5 --json one JSON object a line, every 5 seconds"
    })
final class StatCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "1",
      description = "Again and again, every so many seconds (1).")
  private @Nullable Integer watch;

  @Option(names = "--json", description = "As JSON, one object a line.")
  private boolean json;

  @Mixin private CountersOption counters = new CountersOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (watch != null && watch < 1) {
      throw new Failure(ExitCode.USAGE, "--watch wants seconds, at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    Counters before = counters.read();
    show(out, before, null);
    while (watch != null && !out.checkError()) {
      Thread.sleep(1000L * watch);
      Counters now = counters.read();
      show(out, now, before);
      before = now;
    }
    return ExitCode.FINE.number();
  }

  private void show(PrintWriter out, Counters counters, @Nullable Counters before) {
    if (json) {
      out.println(json(counters));
    } else {
      out.println(text(counters, before, watch == null ? 1 : watch));
    }
    out.flush();
  }

  static String json(Counters counters) {
    StringWriter text = new StringWriter();
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      counters.totals().forEach(generator::writeNumberProperty);
      generator.writeArrayPropertyStart("cpus");
      for (Map<String, Long> cpu : counters.cpus()) {
        generator.writeStartObject();
        cpu.forEach(generator::writeNumberProperty);
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    return text.toString();
  }

  static String text(Counters counters, @Nullable Counters before, int seconds) {
    StringBuilder out = new StringBuilder();
    String reader = counters.get("reader") == 0 ? "no reader" : "reader " + counters.get("reader");
    out.append(counters.get("recording") == 1 ? "recording, " : "not recording, ").append(reader);
    out.append('\n');
    counters
        .totals()
        .forEach((name, value) -> {
          if (!name.equals("forensix") && !name.equals("recording") && !name.equals("reader")) {
            out.append("%-18s %,20d".formatted(name, value));
            long step = before == null ? 0 : (value - before.get(name)) / seconds;
            out.append(step == 0 ? "\n" : "   %+,d/s\n".formatted(step));
          }
        });
    if (!counters.cpus().isEmpty()) {
      out.append('\n');
      counters.cpus().get(0).keySet().forEach(name -> out.append("%18s".formatted(name)));
      for (Map<String, Long> cpu : counters.cpus()) {
        out.append('\n');
        cpu.values().forEach(value -> out.append("%,18d".formatted(value)));
      }
      out.append('\n');
    }
    return out.toString();
  }
}
