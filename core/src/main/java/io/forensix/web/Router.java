// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which question a path is: patterns as in the description, {@code /api/hosts/{host}/files}. */
final class Router {
  private final List<Route> routes = new ArrayList<>();

  /** What a request leads to. */
  sealed interface Target {}

  /** Something that is answered at once. */
  @FunctionalInterface
  non-sealed interface Whole extends Target {
    Reply answer(Request request) throws IOException;
  }

  /** Something that is answered bit by bit. */
  @FunctionalInterface
  non-sealed interface Streamed extends Target {
    void answer(Request request, EventStream out) throws IOException;
  }

  private record Route(String method, List<String> parts, Target target) {
    boolean fits(List<String> path) {
      if (path.size() != parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).startsWith("{") && !parts.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** What was found: where a request leads, and the parts of its path that have names. */
  record Found(Target target, Map<String, String> parts) {}

  void add(String method, String path, Target target) {
    routes.add(new Route(method, List.of(path.split("/")), target));
  }

  /**
   * Finds the target of a request.
   *
   * @param path the path as it was sent
   * @throws Problem when there is none
   */
  Found find(String method, String path) throws Problem {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      parts.add(decoded(part));
    }
    boolean other = false;
    // What has a word where another has a name comes first.
    for (Route route : routes) {
      if (route.fits(parts)) {
        if (route.method.equals(method)) {
          return new Found(route.target, named(route, parts));
        }
        other = true;
      }
    }
    throw other
        ? new Problem(
            Problem.Kind.METHOD, method + " is not for this path", "see docs/openapi.yaml")
        : new Problem(Problem.Kind.NOT_FOUND, "no question is here", "see docs/openapi.yaml");
  }

  private static Map<String, String> named(Route route, List<String> parts) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String name = route.parts.get(i);
      if (name.startsWith("{")) {
        named.put(name.substring(1, name.length() - 1), parts.get(i));
      }
    }
    return named;
  }

  private static String decoded(String part) throws Problem {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.parameter("the address", "a % stands before no two hexadecimal digits");
    }
  }
}
