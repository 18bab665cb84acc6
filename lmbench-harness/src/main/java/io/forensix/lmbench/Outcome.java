// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.OptionalDouble;

/**
 * What became of a benchmark in a setting: a figure, or why there is none.
 *
 * @param kind which
 * @param value the figure, in the benchmark's unit; not a number when there is none
 * @param detail why there is none, or a note on the figure; empty when there is nothing to say
 */
public record Outcome(Kind kind, double value, String detail) {
  /** What can become of a benchmark. */
  public enum Kind {
    /** There is a figure. */
    FIGURE("ok"),
    /** It did not end within its time limit. */
    NOT_ENDED("not ended"),
    /** It ended with an exit code that says it failed. */
    FAILED("failed"),
    /** It ended well, and its output holds no figure that could be read. */
    UNREADABLE("no figure"),
    /** It has a figure that says nothing, as when records were lost. */
    VOID("void"),
    /** The guest ended before it. */
    NO_GUEST("guest ended");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Returns what it is called in tables. */
    public String label() {
      return label;
    }
  }

  static Outcome figure(double value) {
    return new Outcome(Kind.FIGURE, value, "");
  }

  static Outcome unreadable(String detail) {
    return none(Kind.UNREADABLE, detail);
  }

  static Outcome none(Kind kind, String detail) {
    return new Outcome(kind, Double.NaN, detail);
  }

  /** Returns the same with a note, when it has none of its own. */
  Outcome noted(String note) {
    return detail.isEmpty() ? new Outcome(kind, value, note) : this;
  }

  /** Returns the figure, if there is one. */
  public OptionalDouble figure() {
    return kind == Kind.FIGURE ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
