// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ranges of a file that do not overlap, in order; of what lies between them nothing is on record.
 */
final class Extents {
  private final TreeMap<Long, Extent> byStart = new TreeMap<>();

  /** Puts one in the place of what is there. */
  void put(Extent extent) {
    if (extent.from() < extent.to()) {
      carve(extent.from(), extent.to());
      byStart.put(extent.from(), extent);
    }
  }

  /** Takes away what lies within a range. */
  void carve(long from, long to) {
    Map.Entry<Long, Extent> before = byStart.lowerEntry(from);
    if (before != null && before.getValue().to() > from) {
      Extent whole = before.getValue();
      byStart.put(whole.from(), whole.within(whole.from(), from));
      if (whole.to() > to) {
        byStart.put(to, whole.within(to, whole.to()));
      }
    }
    Map.Entry<Long, Extent> last = byStart.lowerEntry(to);
    if (last != null && last.getKey() >= from && last.getValue().to() > to) {
      byStart.put(to, last.getValue().within(to, last.getValue().to()));
    }
    byStart.subMap(from, to).clear();
  }

  /** Returns what lies within a range, cut to it. */
  List<Extent> within(long from, long to) {
    List<Extent> found = new ArrayList<>();
    Map.Entry<Long, Extent> first = byStart.floorEntry(from);
    if (first != null && first.getValue().to() > from && from < to) {
      found.add(first.getValue().within(from, to));
    }
    for (Extent extent : byStart.subMap(from, false, Math.max(from, to), false).values()) {
      found.add(extent.within(from, to));
    }
    return found;
  }

  /** Returns what lies within a range, and for what lies between something that says so. */
  List<Extent> covering(long from, long to, String why) {
    List<Extent> all = new ArrayList<>();
    long at = from;
    for (Extent extent : within(from, to)) {
      if (extent.from() > at) {
        all.add(Extent.unknown(at, extent.from(), null, why));
      }
      all.add(extent);
      at = extent.to();
    }
    if (at < to) {
      all.add(Extent.unknown(at, to, null, why));
    }
    return all;
  }

  /** What is known from a byte on is only possible from now on. */
  void doubt(long from, long to, String why) {
    within(from, to).forEach(extent -> put(extent.doubted(why)));
  }

  /** Moves all from a byte on. */
  void move(long from, long by) {
    List<Extent> moved = within(from, Long.MAX_VALUE);
    carve(from, Long.MAX_VALUE);
    moved.forEach(extent -> put(extent.moved(by)));
  }

  /** Returns the end of the last one. */
  long end() {
    return byStart.isEmpty() ? 0 : byStart.lastEntry().getValue().to();
  }
}
