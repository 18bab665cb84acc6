// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.timeline.CallJoin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds steps, in the order in which they ended, over the files they are about: one that is asked
 * for, and those that were copied to it within the kernel.
 *
 * <p>Where two calls overlap in time, nobody knows which was first: what both wrote is only
 * possible, and so is what follows from the position of an open file that both moved.
 */
public final class ContentFold {
  private static final int O_ACCMODE = 3;
  private static final int O_APPEND = 02000;
  private static final int O_TMPFILE = 020000000;
  private static final int SEEK_SET = 0;
  private static final int SEEK_END = 2;
  private static final int RWF_APPEND = 0x10;
  private static final int RWF_NOAPPEND = 0x20;
  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int COLLAPSE_RANGE = 8;
  private static final int ZERO_RANGE = 16;
  private static final int INSERT_RANGE = 32;
  private static final long PAGE = 4096;

  private final long at;
  private final Map<Step.FileId, FileState> files = new HashMap<>();

  /** What a call takes from one file on its way to another. */
  private record Copy(Step.Key key, long from, List<Extent> pieces) {}

  private @Nullable Copy copy;

  /**
   * Makes a fold over files of which nothing is known.
   *
   * @param at the time that is asked about, ns since 1970
   */
  public ContentFold(long at, List<Step.FileId> ids) {
    this.at = at;
    ids.forEach(id -> files.put(id, new FileState(at)));
  }

  FileState file(Step.FileId id) {
    return Objects.requireNonNull(files.get(id));
  }

  /** Takes the next step. */
  public void accept(Step step) {
    FileState file = step.id() == null ? null : files.get(step.id());
    if (file == null) {
      files.values().forEach(each -> everywhere(each, step));
      return;
    }
    switch (step.what()) {
      case "open" -> open(file, step);
      case "create" -> file.created(step);
      case "flags" -> openFile(file, step).appends((step.args()[1] & O_APPEND) != 0);
      case "seek" -> seek(file, step);
      case "control" -> control(file, step);
      case "map" -> map(file, step);
      case "read" -> read(file, step);
      case "write" -> write(file, step);
      case "truncate" -> truncate(file, step);
      default -> file.doubt(step, step.call());
    }
  }

  private static void everywhere(FileState file, Step step) {
    switch (step.what()) {
      case "filter" -> file.filtered(step, step.call().isEmpty() ? null : step.call());
      case "loss" -> file.lost(step, step.call());
      default -> file.doubt(step, "written, perhaps, by " + step.text());
    }
  }

  private static OpenFile openFile(FileState file, Step step) {
    return file.open.computeIfAbsent(step.file(), any -> new OpenFile(OpenFile.UNKNOWN, false));
  }

  private static void open(FileState file, Step step) {
    boolean seen = step.call().equals("open");
    boolean appends = (step.flags() & O_APPEND) != 0;
    file.open.put(step.file(), new OpenFile(seen ? 0 : OpenFile.UNKNOWN, appends));
    if (seen && (step.flags() & O_TMPFILE) != 0) {
      file.created(step);
    } else if (!seen && (step.flags() & O_ACCMODE) != 0) {
      file.doubt(step, "opened by a call that is not on record");
    }
  }

  private static void seek(FileState file, Step step) {
    OpenFile open = openFile(file, step);
    long[] args = step.args();
    if (step.call().equals("_llseek")) {
      // The 32-bit call: what it came to is in memory.
      boolean set = args[2] == SEEK_SET;
      open.set(step, set ? args[0] << 32 | args[1] & 0xffffffffL : OpenFile.UNKNOWN);
      return;
    }
    open.set(step, step.result());
    if (args[1] == SEEK_END) {
      file.seenSize(step, step.result() - args[0]);
    }
  }

  /** What only asks, and what is about terminals and descriptors, leaves the bytes alone. */
  private static void control(FileState file, Step step) {
    long command = step.args()[0] & 0xffffffffL;
    long direction = command >>> 30;
    boolean harmless =
        (command >> 8 & 0xff) == 'T'
            || direction == 2
            || command == 1
            || command == 2
            || command == 0xc020660bL
            || command == 0xc0189436L;
    if (!harmless) {
      file.doubt(step, "ioctl 0x%x of %d may have changed it".formatted(command, step.pid()));
    }
  }

  private static void map(FileState file, Step step) {
    boolean ranged = step.call().startsWith("mmap") && step.pos() != null && step.pos() >= 0;
    if (ranged) {
      long pages = (step.args()[0] + PAGE - 1) / PAGE * PAGE;
      file.mapped(step, step.pos(), step.pos() + pages);
    } else {
      file.mapped(step, 0, Long.MAX_VALUE);
    }
  }

  private void read(FileState file, Step step) {
    long bytes = Math.max(0, step.bytes());
    long from;
    if (step.pos() != null) {
      from = step.pos();
    } else {
      OpenFile open = openFile(file, step);
      from = open.races(step) ? OpenFile.UNKNOWN : open.offset();
      open.moved(step, bytes);
    }
    if (copies(step)) {
      copy = new Copy(step.key(), from, from < 0 ? List.of() : taken(file, step, from, bytes));
      return;
    }
    if (from < 0) {
      return;
    }
    boolean plain = step.call().equals("read") || step.call().equals("pread64");
    if (bytes == 0 && plain && step.result() == 0 && step.args()[1] > 0) {
      file.seenEnd(step, from);
    } else {
      file.read(step, data(step, from, bytes));
    }
  }

  private static boolean copies(Step step) {
    return switch (step.call()) {
      case "copy_file_range", "sendfile", "sendfile64", "splice", "tee" -> true;
      default -> false;
    };
  }

  /** What was in a file when it was copied; less sure where somebody wrote to it meanwhile. */
  private static List<Extent> taken(FileState file, Step step, long from, long bytes) {
    List<Extent> pieces = new ArrayList<>();
    for (Extent piece :
        file.extents.covering(from, from + bytes, "copied from where nothing is known")) {
      boolean raced = piece.by() != null && step.overlaps(piece.by());
      pieces.add(raced ? piece.doubted("written while it was copied") : piece);
    }
    return pieces;
  }

  /** The bytes of a call as they go to a place, or come from there. */
  private static List<Extent> data(Step step, long from, long bytes) {
    List<Extent> pieces = new ArrayList<>();
    long captured = Math.min(bytes, step.captured());
    // Of what is in no table, the archive has the rest.
    long known = captured == CallJoin.KEPT_ITEM_BYTES ? bytes : captured;
    if (known > 0) {
      Extent piece = new Extent(from, from + known, Certainty.KNOWN, step.key(), 0, step, null);
      boolean changed = !step.whole() && captured == bytes;
      pieces.add(changed ? piece.doubted("changed by another thread during the call") : piece);
    }
    if (known < bytes) {
      String why =
          known == 0 && step.call().equals("io_uring")
              ? "the data of io_uring is not recorded"
              : "the recorder cut it there";
      pieces.add(Extent.unknown(from + known, from + bytes, step, why));
    }
    return pieces;
  }

  private void write(FileState file, Step step) {
    OpenFile open = openFile(file, step);
    long bytes = Math.max(0, step.bytes());
    boolean appends = open.appends();
    if (step.call().equals("pwritev2")) {
      appends |= (step.args()[3] & RWF_APPEND) != 0;
      appends &= (step.args()[3] & RWF_NOAPPEND) == 0;
    }
    boolean own = step.pos() == null;
    boolean raced = own && open.races(step);
    long off = appends ? file.end(step) : own ? open.offset() : step.pos();
    long since = own && !appends ? open.since(step) : off;
    if (own) {
      open.moved(step, bytes);
      if (appends && bytes > 0) {
        open.set(step, off < 0 ? OpenFile.UNKNOWN : off + bytes);
      }
    }
    List<Extent> pieces = off < 0 ? List.of() : pieces(step, off, bytes);
    file.write(step, off, bytes, pieces, appends);
    if (raced && off >= 0 && !appends) {
      long low = since < 0 ? 0 : Math.min(since, off);
      file.extents.doubt(
          low, off + bytes, "the position was moved at the same time by another call");
    }
  }

  private List<Extent> pieces(Step step, long off, long bytes) {
    if (!copies(step)) {
      return data(step, off, bytes);
    }
    Copy taken = copy;
    if (taken == null || !taken.key.equals(step.key()) || taken.from < 0) {
      return List.of(
          Extent.unknown(off, off + bytes, step, "copied from where nothing is on record"));
    }
    return taken.pieces.stream().map(p -> p.moved(off - taken.from).putBy(step)).toList();
  }

  private void truncate(FileState file, Step step) {
    if (step.call().equals("io_uring")) {
      file.doubt(step, "io_uring changed its size");
    } else if (step.call().equals("fallocate")) {
      allocate(file, step);
    } else {
      file.truncate(step, step.pos() == null ? 0 : step.pos());
    }
  }

  private void allocate(FileState file, Step step) {
    long mode = step.args()[0];
    long from = step.pos() == null ? 0 : step.pos();
    long to = from + step.bytes();
    boolean extend = (mode & KEEP_SIZE) == 0;
    if (step.time() > at) {
      file.doubt(step, "the call had not returned");
    } else if ((mode & (PUNCH_HOLE | ZERO_RANGE)) != 0) {
      file.zero(step, from, to, extend && (mode & PUNCH_HOLE) == 0);
    } else if ((mode & COLLAPSE_RANGE) != 0) {
      file.shift(step, from, to - from);
    } else if ((mode & INSERT_RANGE) != 0) {
      file.shift(step, from, from - to);
    } else {
      file.grow(step, to, extend);
    }
  }
}
