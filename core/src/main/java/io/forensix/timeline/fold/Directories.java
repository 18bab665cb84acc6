// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The working and root directory of the tasks that share them (CLONE_FS). */
final class Directories {
  /** One of the two. */
  static final class Place {
    private byte[] path;

    /** What it was a copy of, whose path may be learnt later. */
    private final @Nullable Place copied;

    final long from;
    final Cause cause;
    final Source begun;
    private Set<Doubt> doubts;

    Place(byte[] path, long from, Cause cause, Source begun, Set<Doubt> doubts) {
      this(path, null, from, cause, begun, doubts);
    }

    private Place(
        byte[] path,
        @Nullable Place copied,
        long from,
        Cause cause,
        Source begun,
        Set<Doubt> doubts) {
      this.path = path;
      this.copied = copied;
      this.from = from;
      this.cause = cause;
      this.begun = begun;
      this.doubts = doubts;
    }

    Place at(long time, Cause how, Source source) {
      return new Place(path, known() ? null : this, time, how, source, doubts);
    }

    Place at(byte[] where) {
      return new Place(where, from, cause, begun, doubts);
    }

    /** Where it is; empty where that is not known. */
    byte[] path() {
      return path.length > 0 || copied == null ? path : copied.path();
    }

    Set<Doubt> doubts() {
      return path.length > 0 || copied == null ? doubts : copied.doubts();
    }

    boolean known() {
      return path().length > 0;
    }

    /** A record says where it is, and was all the time. */
    void learn(byte[] said) {
      path = said;
      doubts = doubts.contains(Doubt.ORIGIN) ? Set.of(Doubt.ORIGIN) : Set.of();
    }
  }

  final List<Task> users = new ArrayList<>();
  Place work;
  Place root;

  Directories(Place work, Place root) {
    this.work = work;
    this.root = root;
  }
}
