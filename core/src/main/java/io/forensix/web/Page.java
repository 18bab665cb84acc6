// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page: files of the jar. All addresses that are no file's are views of the one document. */
final class Page {
  private static final String FOLDER = "page/";
  private static final String DOCUMENT = "index.html";

  /** A name that leads nowhere else. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Map<String, Reply> known = new ConcurrentHashMap<>();

  /**
   * Returns what an address shows.
   *
   * @throws Problem when there is no such file
   */
  Reply find(String path) throws IOException {
    String name = path.substring(1);
    int dot = name.lastIndexOf('.');
    String type = dot < 0 ? null : TYPES.get(name.substring(dot + 1));
    boolean file = type != null && NAME.matcher(name).matches();
    Reply reply = file ? load(name, type) : null;
    if (reply == null && type == null) {
      reply = load(DOCUMENT, "text/html; charset=utf-8");
    }
    if (reply == null) {
      throw new Problem(
          Problem.Kind.NOT_FOUND, "the page has no such file", "begin at /; questions are at /api");
    }
    return reply;
  }

  private @org.jspecify.annotations.Nullable Reply load(String name, String type)
      throws IOException {
    Reply reply = known.get(name);
    if (reply == null) {
      try (InputStream in = Page.class.getResourceAsStream(FOLDER + name)) {
        if (in != null) {
          reply = new Reply(200, type, in.readAllBytes());
          known.put(name, reply);
        }
      }
    }
    return reply;
  }
}
