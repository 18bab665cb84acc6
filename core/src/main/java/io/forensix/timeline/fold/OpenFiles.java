// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.FileId;
import io.forensix.record.FileRecord;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * The open files.
 *
 * <pre>
 * files
 *  └─ number of the open file → what it is    FILE; or the first record that names it
 *      ├─ references                          each descriptor
 *      ├─ addresses                           FILE again (bind, connect)
 *      └─ described                           the last FILE: of a new file, until its call comes
 * </pre>
 */
final class OpenFiles {
  private final TimelineSink sink;
  private final MutableLongObjectMap<OpenFile> byNumber = LongObjectMaps.mutable.empty();
  private final MutableLongObjectMap<OpenFile> described = LongObjectMaps.mutable.empty();

  /** Those in use that the kernel has not named. */
  private final Set<OpenFile> nameless = Collections.newSetFromMap(new IdentityHashMap<>());

  OpenFiles(TimelineSink sink) {
    this.sink = sink;
  }

  /** A FILE record: of a file that is new or met anew, or of a socket with other addresses. */
  void describe(FileRecord record, Source source) {
    OpenFile said = OpenFile.of(record, source);
    long number = record.id().file();
    described.put(number, said);
    OpenFile known = byNumber.get(number);
    if (known == null || known.references == 0) {
      byNumber.put(number, said);
    } else if (known.is(record.id()) && known.family != 0 && !known.sameAddresses(said)) {
      sink.file(known.span(source.time(), End.CHANGED, source));
      known.describe(said);
      known.from = source.time();
      known.cause = said.peer.length > 0 ? Cause.CONNECT : Cause.BIND;
      known.begun = source;
    } else if (known.is(record.id()) && known.path.length == 0) {
      known.describe(said);
    }
  }

  /** The file that a call has just opened. */
  OpenFile opened(FileId id, long time, Cause cause, Source source) {
    long number = id.file();
    OpenFile said = described.remove(number);
    OpenFile known = byNumber.get(number);
    OpenFile file = known;
    if (known == null || known.references > 0 || !known.is(id)) {
      // What had the number before is gone, or the kernel would not have given it again.
      file = new OpenFile(time, source);
      if (said != null && said.is(id)) {
        file.describe(said);
      } else {
        file.key = OpenFile.key(id);
      }
      byNumber.put(number, file);
    }
    file.opened = Math.min(file.opened, time);
    file.from = file.opened;
    file.cause = cause;
    file.begun = source;
    return file;
  }

  /** A file that no record names yet. */
  OpenFile nameless(long time, Cause cause, Source source) {
    OpenFile file = new OpenFile(time, source);
    file.cause = cause;
    nameless.add(file);
    return file;
  }

  /** The file with an identity, met in use. */
  OpenFile met(FileId id, long time, Source source) {
    OpenFile known = byNumber.get(id.file());
    if (known == null || !known.is(id)) {
      known = new OpenFile(time, source);
      known.key = OpenFile.key(id);
      byNumber.put(id.file(), known);
    }
    return known;
  }

  @Nullable OpenFile find(long number) {
    return byNumber.get(number);
  }

  /** The kernel has named a nameless file: returns what stands for it from here on. */
  OpenFile learn(OpenFile file, FileId id) {
    OpenFile known = byNumber.get(id.file());
    if (known != null && known != file && known.references > 0 && known.is(id)) {
      return known;
    }
    if (known != null && known.is(id)) {
      file.describe(known);
    } else {
      file.key = OpenFile.key(id);
    }
    nameless.remove(file);
    byNumber.put(id.file(), file);
    return file;
  }

  /** A descriptor is gone. */
  void release(OpenFile file, long time, Source source) {
    if (--file.references > 0) {
      return;
    }
    sink.file(file.span(time, End.UNUSED, source));
    nameless.remove(file);
    if (file.key.known() && byNumber.get(file.key.file()) == file) {
      byNumber.remove(file.key.file());
    }
  }

  void open(TimelineSink to) {
    byNumber.forEachValue(file -> {
      if (file.references > 0) {
        to.file(file.span(Span.OPEN, End.NONE, Source.NONE));
      }
    });
    nameless.forEach(file -> to.file(file.span(Span.OPEN, End.NONE, Source.NONE)));
  }

  static FileKey key(@Nullable FileId id) {
    return id == null ? FileKey.UNKNOWN : OpenFile.key(id);
  }
}
