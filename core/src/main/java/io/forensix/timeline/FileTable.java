// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.FdRecord;
import io.forensix.record.FileId;
import io.forensix.record.FileRecord;
import io.forensix.record.RecordHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * The open files of a recording, folded from its records in the order of a {@link RecordMerge}.
 *
 * <pre>
 * files
 *  └─ number of the open file → what it is      FILE: begins it anew
 * processes
 *  └─ (tgid, start) → descriptors at the start  FD
 * </pre>
 *
 * <p>The kernel uses a number again once the last descriptor is closed. What a number meant before
 * is kept for one turn, since a call is handed on only when all of its data is there.
 */
public final class FileTable {
  /**
   * A descriptor that was open when recording began.
   *
   * @param fd its number
   * @param closedByExec whether exec closes it
   * @param file what is known of the open file behind it
   */
  public record Descriptor(int fd, boolean closedByExec, Optional<OpenFile> file) {}

  private record Owner(int tgid, long start) {}

  private record Entry(OpenFile now, @Nullable OpenFile before) {}

  private final MutableLongObjectMap<Entry> files = LongObjectMaps.mutable.empty();
  private final Map<Owner, List<Descriptor>> atStart = new HashMap<>();

  /** Takes the next record. */
  public void accept(RecordHead record) {
    switch (record) {
      case FileRecord file -> {
        Entry known = files.get(file.id().file());
        files.put(file.id().file(), new Entry(OpenFile.of(file), known == null ? null : known.now));
      }
      case FdRecord fd ->
          atStart
              .computeIfAbsent(new Owner(fd.tgid(), fd.start()), any -> new ArrayList<>())
              .add(new Descriptor(fd.fd(), fd.closedByExec(), find(fd.id(), fd.time())));
      default -> {
        // Says nothing about open files that the kernel's own words do not say better.
      }
    }
  }

  /**
   * Returns the open file with an identity as it was at a time, ns of CLOCK_MONOTONIC; empty where
   * nothing on record fits.
   */
  public Optional<OpenFile> find(FileId id, long time) {
    Entry known = files.get(id.file());
    if (known == null) {
      return Optional.empty();
    }
    OpenFile before = known.before;
    if (known.now.since() > time && before != null && before.fits(id)) {
      return Optional.of(before);
    }
    // Two threads may meet a file at once, and the one that tells of it be a moment later.
    return known.now.fits(id) ? Optional.of(known.now) : Optional.empty();
  }

  /** Returns the descriptors that a process had when recording began, in the order on record. */
  public List<Descriptor> atStart(int tgid, long start) {
    return List.copyOf(atStart.getOrDefault(new Owner(tgid, start), List.of()));
  }
}
