// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The working and root directory of the tasks that share them (CLONE_FS). */
final class Directories {
  /** One of the two. */
  static final class Place {
    final byte[] path;
    final long from;
    final Cause cause;
    final Source begun;
    final Set<Doubt> doubts;

    Place(byte[] path, long from, Cause cause, Source begun, Set<Doubt> doubts) {
      this.path = path;
      this.from = from;
      this.cause = cause;
      this.begun = begun;
      this.doubts = doubts;
    }

    Place at(long time, Cause how, Source source) {
      return new Place(path, time, how, source, doubts);
    }

    boolean known() {
      return path.length > 0;
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
