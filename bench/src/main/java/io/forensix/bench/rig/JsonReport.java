// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The results as a JSON object, for programs. docs/bench.md says what its fields are. */
final class JsonReport {
  private static final int VERSION = 1;

  private JsonReport() {}

  static String of(Results results) {
    StringWriter text = new StringWriter();
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeObjectPropertyStart("environment");
      results.environment().forEach(json::writeStringProperty);
      json.writeBooleanProperty("emulated", results.emulated());
      json.writeEndObject();
      plan(json, results.plan());
      json.writeArrayPropertyStart("results");
      results.summaries().forEach(summary -> summary(json, summary));
      json.writeEndArray();
      json.writeArrayPropertyStart("cells");
      results.cells().forEach(cell -> cell(json, cell));
      json.writeEndArray();
      json.writeNumberProperty("lost", results.cells().stream().mapToLong(Cell::lost).sum());
      json.writeArrayPropertyStart("faults");
      results.faults().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void plan(JsonGenerator json, Plan plan) {
    json.writeObjectPropertyStart("plan");
    json.writeArrayPropertyStart("workloads");
    plan.workloads().forEach(workload -> json.writeString(workload.toString()));
    json.writeEndArray();
    json.writeArrayPropertyStart("settings");
    for (Setting setting : Setting.values()) {
      json.writeString(setting.toString());
    }
    json.writeEndArray();
    json.writeNumberProperty("rounds", plan.rounds());
    json.writeNumberProperty("seconds", plan.seconds());
    json.writeNumberProperty("seed", plan.seed());
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, Summary s) {
    json.writeStartObject();
    json.writeStringProperty("workload", s.workload().toString());
    json.writeStringProperty("setting", s.setting().toString());
    statistics(json, "operations_per_second", s.operations());
    statistics(json, "slowdown", s.slowdown());
    statistics(json, "events_per_second", s.events());
    statistics(json, "held", s.held());
    statistics(json, "reader_cpu", s.readerCpu());
    json.writeNumberProperty("lost", s.lost());
    json.writeNumberProperty("made", s.made());
    recorded(json, s.recorded());
    json.writeEndObject();
  }

  private static void cell(JsonGenerator json, Cell c) {
    json.writeStartObject();
    json.writeNumberProperty("round", c.round());
    json.writeStringProperty("workload", c.workload().toString());
    json.writeStringProperty("setting", c.setting().toString());
    json.writeNumberProperty("operations", c.operations());
    json.writeNumberProperty("seconds", c.seconds());
    json.writeNumberProperty("records", c.records());
    json.writeNumberProperty("bytes", c.bytes());
    json.writeNumberProperty("throttled", c.throttled());
    json.writeNumberProperty("throttled_ns", c.throttledNanos());
    json.writeNumberProperty("lost", c.lost());
    json.writeNumberProperty("reader_cpu_ms", c.readerCpuMillis());
    json.writeNumberProperty("made", c.made());
    recorded(json, c.recorded());
    json.writeEndObject();
  }

  private static void recorded(JsonGenerator json, long recorded) {
    if (recorded == Cell.UNCHECKED) {
      json.writeNullProperty("recorded");
    } else {
      json.writeNumberProperty("recorded", recorded);
    }
  }

  static void statistics(JsonGenerator json, String name, @Nullable Statistics s) {
    if (s == null) {
      json.writeNullProperty(name);
      return;
    }
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("median", s.median());
    json.writeNumberProperty("least", s.least());
    json.writeNumberProperty("most", s.most());
    json.writeEndObject();
  }
}
