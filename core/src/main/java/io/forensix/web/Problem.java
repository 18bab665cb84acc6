// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.query.IndexException;
import java.io.IOException;

/** A request that cannot be answered: what failed, why, and what to do (RFC 9457). */
final class Problem extends IOException {
  private static final long serialVersionUID = 1L;
  static final String TYPE = "application/problem+json";

  /** What sort of thing it is. */
  enum Kind {
    QUERY(400, "the question is wrong"),
    UNAUTHORIZED(401, "who asks is not known"),
    FORBIDDEN(403, "the request is refused"),
    NOT_FOUND(404, "there is no such thing"),
    METHOD(405, "the method is not one that this takes"),
    LARGE(413, "the request is too large"),
    CANCELLED(499, "the question was cancelled"),
    INTERNAL(500, "a fault of this program"),
    NOT_INDEXED(503, "the tables cannot be asked yet"),
    BUSY(503, "the tables are in use"),
    LIMIT(504, "the question takes more than it may");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /** Returns the word of the description. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final String action;

  Problem(Kind kind, String detail, String action) {
    super(detail);
    this.kind = kind;
    this.action = action;
  }

  /** Returns a problem with what a parameter says. */
  static Problem parameter(String name, String why) {
    return new Problem(
        Kind.QUERY, name + ": " + why, "ask again with another value; docs/openapi.yaml has all");
  }

  /** Returns what a failure of the tables is for who asks. */
  static Problem of(IndexException e) {
    String why = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case MISSING -> new Problem(Kind.NOT_INDEXED, why, "run forensix index, then ask again");
      case BUSY -> new Problem(Kind.BUSY, why, "ask again in some seconds");
      case QUESTION ->
          why.contains("Out of Memory")
              ? new Problem(Kind.LIMIT, why, "ask for less")
              : new Problem(Kind.QUERY, why, "change the question");
      case FAILED -> internal(why);
    };
  }

  static Problem internal(String why) {
    return new Problem(
        Kind.INTERNAL, why, "see what the program says on its error output, and report it");
  }

  int status() {
    return kind.status;
  }

  /** Returns whether it may be none in some seconds. */
  boolean passes() {
    return kind == Kind.BUSY || kind == Kind.NOT_INDEXED;
  }

  Reply reply() {
    Json json = new Json(Json.WIDTH);
    json.begin();
    json.put("type", kind.word());
    json.put("title", kind.title);
    json.put("status", kind.status);
    json.put("detail", getMessage());
    json.put("action", action);
    json.end();
    return new Reply(kind.status, TYPE, json.bytes());
  }
}
