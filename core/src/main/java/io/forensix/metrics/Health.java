// SPDX-License-Identifier: Apache-2.0
package io.forensix.metrics;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Whether a program is well.
 *
 * @param part which one: recorder, sender, collector, indexer
 * @param problems what is wrong, each for people; none where all is well
 * @param facts what it is about
 */
public record Health(String part, List<String> problems, Map<String, String> facts) {
  /** Returns whether all is well. */
  public boolean well() {
    return problems.isEmpty();
  }

  /** Returns it as JSON. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("part", part);
      json.writeBooleanProperty("well", well());
      json.writeArrayPropertyStart("problems");
      problems.forEach(json::writeString);
      json.writeEndArray();
      facts.forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    return text + "\n";
  }
}
