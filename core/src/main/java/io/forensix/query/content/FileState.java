// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file while steps are folded over it.
 *
 * <pre>
 * file
 *  ├─ extents      what is where, how sure, and whose it is
 *  ├─ size         where it is known; else at least so many bytes
 *  ├─ open files   number → position, whether it appends
 *  └─ mapped       from where on stores are not seen
 * </pre>
 */
final class FileState {
  /** A mapping that somebody may store through, from a byte to another. */
  private record Mapped(long from, long to, String why) {}

  final Extents extents = new Extents();
  final Map<Long, OpenFile> open = new HashMap<>();
  private final List<Mapped> mapped = new ArrayList<>();
  private final long at;
  private long size;
  private boolean sized;
  private long atLeast;
  private @Nullable String filtered;

  /** What made it shorter or longer last, for calls that ran at the same time. */
  private @Nullable Step resized;

  private long resizedFrom;

  /** What may have changed anything last; what ran at the same time may have come before it. */
  private @Nullable Step doubted;

  private String doubt = "";
  private @Nullable Step shortened;
  private long shortenedTo;

  /** Makes the state of a file of which nothing is known, for a question about a time in ns. */
  FileState(long at) {
    this.at = at;
  }

  boolean sized() {
    return sized;
  }

  /** Returns its size; where that is not known, where the last byte is that was ever seen. */
  long size() {
    return sized ? size : Math.max(atLeast, extents.end());
  }

  private boolean doubtful(Step step) {
    return doubted != null
        && step.entered() < doubted.time()
        && (step.tid() != doubted.tid() || step.tid() == 0);
  }

  /** It was made: it is empty. */
  void created(Step step) {
    extents.carve(0, Long.MAX_VALUE);
    size(0);
    resized = null;
    shortened = step;
    shortenedTo = 0;
  }

  private void size(long known) {
    size = known;
    sized = true;
    atLeast = known;
  }

  /** The size as somebody was told it. */
  void seenSize(Step step, long seen) {
    boolean raced = resized != null && step.overlaps(resized) || doubtful(step);
    if (seen >= 0 && step.time() <= at && !raced) {
      extents.carve(seen, Long.MAX_VALUE);
      size(seen);
    }
  }

  /** Somebody met the end of the file at a byte. */
  void seenEnd(Step step, long end) {
    if (atLeast >= end) {
      seenSize(step, end);
    }
  }

  /** Something happened that is not on record, or may have. */
  void doubt(Step step, String why) {
    if (doubted == null || step.time() > doubted.time()) {
      doubted = step;
      doubt = why;
    }
    extents.doubt(0, Long.MAX_VALUE, why);
    sized = false;
    atLeast = 0;
  }

  /** Records are missing: where open files stand is not known either. */
  void lost(Step step, String why) {
    doubt(step, why);
    open.values().forEach(OpenFile::lost);
  }

  /** Calls are left out from here on; null: no more. */
  void filtered(Step step, @Nullable String why) {
    filtered = why;
    if (why != null) {
      lost(step, why);
    }
  }

  /** It is mapped so that stores are not seen. */
  void mapped(Step step, long from, long to) {
    String why = "mapped shared and writable by " + step.pid() + ": what was stored is not seen";
    mapped.add(new Mapped(from, to, why));
    extents.doubt(from, to, why);
  }

  /** Returns where the next bytes of who appends go; -1 where nobody knows. */
  long end(Step step) {
    return sized ? size : -1;
  }

  /**
   * Bytes are written.
   *
   * @param pieces what, from byte off on
   */
  void write(Step step, long off, long length, List<Extent> pieces, boolean appends) {
    if (length <= 0) {
      return;
    }
    if (off < 0) {
      doubt(step, length + " bytes went to a place that is not known by " + step.text());
      return;
    }
    boolean raced = appends && resized != null && step.overlaps(resized);
    long from = raced ? Math.min(off, resizedFrom) : off;
    if (sized && off > size) {
      put(step, Extent.zeros(size, off, step));
    }
    pieces.forEach(piece -> put(step, piece));
    if (raced) {
      extents.doubt(from, off + length, "appended at the same time by another call");
    }
    cutAtTheSameTime(step, off + length);
    if (off + length > size()) {
      resizedFrom = raced ? from : size();
      resized = step;
    }
    if (step.time() > at) {
      sized &= off + length <= size;
    } else if (sized) {
      size = Math.max(size, off + length);
    }
    atLeast = step.time() > at ? atLeast : Math.max(atLeast, off + length);
  }

  private void cutAtTheSameTime(Step step, long end) {
    if (shortened != null && step.overlaps(shortened) && end > shortenedTo) {
      extents.doubt(shortenedTo, Long.MAX_VALUE, "cut at the same time by another call");
      sized = false;
    }
  }

  /** Puts what a call leaves, where nothing else was going on at the same time. */
  private void put(Step step, Extent piece) {
    List<Extent> before = extents.within(piece.from(), piece.to());
    extents.put(piece);
    for (Extent old : before) {
      if (old.by() != null && step.overlaps(old.by())) {
        extents.doubt(old.from(), old.to(), "written at the same time by another call");
      }
    }
    if (step.time() > at) {
      extents.doubt(piece.from(), piece.to(), "the call had not returned");
    }
    if (doubtful(step)) {
      extents.doubt(piece.from(), piece.to(), doubt);
    }
    for (Mapped one : mapped) {
      extents.doubt(Math.max(one.from, piece.from()), Math.min(one.to, piece.to()), one.why);
    }
    if (filtered != null) {
      extents.doubt(piece.from(), piece.to(), filtered);
    }
  }

  /** Bytes were read: so they were these, unless somebody wrote at the same time. */
  void read(Step step, List<Extent> pieces) {
    if (step.time() > at) {
      return;
    }
    for (Extent piece : pieces) {
      boolean cut = shortened != null && step.overlaps(shortened) && piece.to() > shortenedTo;
      if (piece.certainty() != Certainty.KNOWN || cut) {
        continue;
      }
      for (Extent old : extents.covering(piece.from(), piece.to(), "")) {
        boolean same = old.by() != null && step.overlaps(old.by());
        if (old.certainty() != Certainty.KNOWN && !same) {
          put(step, piece.within(old.from(), old.to()));
        }
      }
      atLeast = Math.max(atLeast, piece.to());
    }
  }

  /** Its length is set. */
  void truncate(Step step, long length) {
    boolean raced =
        extents.within(length, Long.MAX_VALUE).stream()
                .anyMatch(old -> old.by() != null && step.overlaps(old.by()))
            || doubtful(step);
    if (raced || step.time() > at) {
      extents.doubt(
          length,
          Long.MAX_VALUE,
          raced ? "cut at the same time by another call" : "the call had not returned");
      sized = false;
      atLeast = Math.min(atLeast, length);
      return;
    }
    if (sized && size < length) {
      put(step, Extent.zeros(size, length, step));
    }
    extents.carve(length, Long.MAX_VALUE);
    size(length);
    resized = step;
    resizedFrom = length;
    shortened = step;
    shortenedTo = length;
  }

  /** A range becomes zeros. */
  void zero(Step step, long from, long to, boolean extend) {
    boolean longer = extend && to > size();
    long end = extend ? to : Math.min(to, sized ? size : atLeast);
    if (!sized && !extend) {
      // Nobody knows whether the file goes so far.
      extents.carve(Math.max(from, end), Math.max(to, end));
    }
    if (sized && from > size && longer) {
      put(step, Extent.zeros(size, from, step));
    }
    if (from < end) {
      put(step, Extent.zeros(from, end, step));
    }
    grow(step, to, extend);
  }

  /** It is made at least so long. */
  void grow(Step step, long to, boolean extend) {
    if (!extend) {
      return;
    }
    if (sized && to > size) {
      put(step, Extent.zeros(size, to, step));
      resizedFrom = size;
      resized = step;
      size(to);
    }
    atLeast = Math.max(atLeast, to);
  }

  /** A range is taken out of it, or (negative) room is made. */
  void shift(Step step, long from, long length) {
    if (!sized || resized != null && step.overlaps(resized)) {
      doubt(step, "moved within the file by " + step.text());
      return;
    }
    if (length > 0) {
      extents.carve(from, from + length);
      extents.move(from + length, -length);
      size(size - length);
    } else {
      extents.move(from, -length);
      put(step, Extent.zeros(from, from - length, step));
      size(size - length);
    }
  }
}
