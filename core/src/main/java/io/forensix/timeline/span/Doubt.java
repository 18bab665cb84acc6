// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.EnumSet;
import java.util.Set;

/** What is not certain about a span. A span without doubts is as the kernel said. */
public enum Doubt {
  /** It was met without the record that began it: it began at or before {@code from}. */
  ORIGIN,
  /** Records were lost that may have ended it: it may have ended before {@code to}. */
  END,
  /** Which open file it is was worked out: the kernel has not said so. */
  FILE,
  /** The path was put together from a directory and a relative path: links may lead elsewhere. */
  PATH;

  /** Returns a set with one more. */
  public static Set<Doubt> with(Set<Doubt> some, Doubt more) {
    EnumSet<Doubt> all = EnumSet.of(more);
    all.addAll(some);
    return Set.copyOf(all);
  }
}
