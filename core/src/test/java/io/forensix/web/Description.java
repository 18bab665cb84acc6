// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code docs/openapi.yaml}, to hold answers against it. It is taken to be strict: a field that it
 * does not have must not be there.
 */
final class Description {
  private static final String PLACE = "https://forensix.invalid/openapi.json";

  private final Map<String, Operation> operations = new HashMap<>();
  private final SchemaRegistry schemas;

  /**
   * A question.
   *
   * @param path the pattern of its path
   * @param parameters names of the parameters behind it
   * @param type media type of the answer; empty for none
   */
  record Operation(
      String id, String method, String path, Pattern fits, Set<String> parameters, String type) {}

  private Description(ObjectNode all) {
    JsonNode parameters = all.at("/components/parameters");
    ObjectNode named = (ObjectNode) all.at("/components/schemas");
    strict(named);
    all.get("paths")
        .properties()
        .forEach(path -> {
          for (String method : List.of("get", "post")) {
            if (path.getValue().has(method)) {
              add(all, path.getKey(), method, path.getValue(), parameters, named);
            }
          }
        });
    String text = all.toString();
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(PLACE, text)));
  }

  static Description read() throws IOException {
    Path file = Path.of(System.getProperty("forensix.root"), "docs", "openapi.yaml");
    return new Description((ObjectNode) new YAMLMapper().readTree(Files.readString(file)));
  }

  /** Says of each object that it has no other fields. */
  private static void strict(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      if (!object.has("additionalProperties")) {
        object.put("unevaluatedProperties", false);
      }
    }
    node.forEach(Description::strict);
  }

  private void add(
      ObjectNode all,
      String path,
      String method,
      JsonNode item,
      JsonNode parameters,
      ObjectNode named) {
    JsonNode operation = item.get(method);
    String id = operation.get("operationId").asString();
    Set<String> names = new TreeSet<>();
    for (JsonNode one : operation.path("parameters")) {
      JsonNode parameter = one.has("$ref") ? all.at(one.get("$ref").asString().substring(1)) : one;
      names.add(parameter.get("name").asString());
    }
    JsonNode response = operation.at("/responses/200");
    if (response.has("$ref")) {
      response = all.at(response.get("$ref").asString().substring(1));
    }
    String type = "";
    for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
      type = content.getKey();
      JsonNode schema = content.getValue().get("schema").deepCopy();
      strict(schema);
      named.set("Answer of " + id, schema);
    }
    String fits = path.replaceAll("\\{\\w+}", "[^/]+");
    operations.put(
        id, new Operation(id, method.toUpperCase(), path, Pattern.compile(fits), names, type));
  }

  Map<String, Operation> operations() {
    return operations;
  }

  /** Fails unless an answer is as described. */
  void check(String id, String json) {
    check("Answer of " + id, id, json);
  }

  /** Fails unless a value is as described. */
  void checkOne(String schema, String json) {
    check(schema, schema, json);
  }

  private void check(String schema, String what, String json) {
    List<String> wrong = new ArrayList<>();
    schemas
        .getSchema(SchemaLocation.of(PLACE + "#/components/schemas/" + schema.replace(" ", "%20")))
        .validate(json, InputFormat.JSON)
        .forEach(error -> wrong.add(error.toString()));
    assertThat(wrong)
        .as("%s: %s", what, json.substring(0, Math.min(2000, json.length())))
        .isEmpty();
  }

  static JsonNode parse(String json) {
    return new ObjectMapper().readTree(json);
  }
}
