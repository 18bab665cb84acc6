// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The comparison of recorders as a JSON object. docs/bench.md says what its fields are. */
final class PeerJson {
  private static final int VERSION = 1;

  private PeerJson() {}

  static String of(PeerResults results) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeObjectPropertyStart("environment");
      results.environment().forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeArrayPropertyStart("results");
      for (PeerWork work : results.works()) {
        results.summaries(work).forEach(s -> summary(json, results.unrecorded(work), s));
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("floods");
      results.floods().forEach(flood -> flood(json, flood));
      json.writeEndArray();
      json.writeObjectPropertyStart("start_cpu_seconds");
      results
          .starts()
          .forEach((peer, seconds) -> JsonReport.statistics(json, peer.toString(), seconds));
      json.writeEndObject();
      json.writeObjectPropertyStart("missing");
      results.missing().forEach((peer, why) -> json.writeStringProperty(peer.toString(), why));
      json.writeEndObject();
      json.writeArrayPropertyStart("faults");
      results.faults().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void summary(JsonGenerator json, double unrecorded, PeerSummary s) {
    json.writeStartObject();
    json.writeStringProperty("workload", s.work().toString());
    json.writeStringProperty("peer", s.peer().toString());
    json.writeNumberProperty("unrecorded_instructions", unrecorded);
    JsonReport.statistics(json, "added_instructions", s.added());
    JsonReport.statistics(json, "slowdown", s.slowdown());
    json.writeNumberProperty("made", s.made());
    json.writeNumberProperty("recorded", s.recorded());
    if (s.lost().isPresent()) {
      json.writeNumberProperty("says_lost", s.lost().getAsLong());
    } else {
      json.writeNullProperty("says_lost");
    }
    JsonReport.statistics(json, "cpu_seconds_per_million", s.cpu());
    json.writeObjectPropertyStart("thread_seconds_per_million");
    s.threads().forEach((name, seconds) -> JsonReport.statistics(json, name, seconds));
    json.writeEndObject();
    JsonReport.statistics(json, "bytes_per_call", s.bytes());
    json.writeEndObject();
  }

  private static void flood(JsonGenerator json, PeerSummary.Flood f) {
    json.writeStartObject();
    json.writeNumberProperty("round", f.round());
    json.writeStringProperty("workload", f.work().toString());
    json.writeStringProperty("peer", f.peer().toString());
    json.writeNumberProperty("operations", f.operations());
    json.writeNumberProperty("seconds", f.seconds());
    json.writeNumberProperty("made", f.made());
    json.writeNumberProperty("recorded", f.recorded());
    json.writeNumberProperty("says_lost", f.lost());
    json.writeNumberProperty("consumer_cpu_ns", f.cpuNanos());
    json.writeNumberProperty("bytes", f.bytes());
    json.writeNumberProperty("unrecorded_operations", f.baseOperations());
    json.writeNumberProperty("unrecorded_seconds", f.baseSeconds());
    json.writeEndObject();
  }
}
