// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The data of calls: from the tables, and what is in none from the archive. */
final class ContentBytes {
  /** Bytes that are handed on at once. */
  static final int PIECE = 1 << 20;

  private final Tables tables;

  /** What had to be fetched from the archive. */
  private final Map<Step.Key, byte[]> fetched;

  private final Map<Step.Key, byte[]> loaded = new HashMap<>();

  ContentBytes(Tables tables, Map<Step.Key, byte[]> fetched) {
    this.tables = tables;
    this.fetched = fetched;
  }

  /** Fetches what ranges need, in place of what was fetched before. */
  void load(List<Extent> extents) throws IndexException {
    loaded.clear();
    Set<Step.Key> keys = new LinkedHashSet<>();
    for (Extent one : extents) {
      if (one.origin() != null && !fetched.containsKey(one.origin())) {
        keys.add(one.origin());
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    String list = keys.stream().map(Step.Key::toString).collect(Collectors.joining(","));
    try (Answer answer = tables.ask(Tables.question("content-data"), Map.of("keys", list))) {
      while (answer.next()) {
        Step.Key key =
            new Step.Key((int) answer.number(0), (int) answer.number(1), answer.number(2));
        loaded.put(key, answer.bytes(3));
      }
    }
  }

  /** Returns the bytes of a range of at most {@link #PIECE}: zeros where it has none. */
  byte[] of(Extent extent) {
    byte[] bytes = new byte[(int) (extent.to() - extent.from())];
    Step.Key origin = extent.origin();
    if (origin != null) {
      byte[] data = fetched.getOrDefault(origin, loaded.get(origin));
      if (data == null || data.length < extent.at() + bytes.length) {
        throw new IllegalStateException("the data of " + origin + " is in the tables no more");
      }
      System.arraycopy(data, (int) extent.at(), bytes, 0, bytes.length);
    }
    return bytes;
  }
}
