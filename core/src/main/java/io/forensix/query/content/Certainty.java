// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import java.util.Locale;

/** How sure the bytes of a range are. */
public enum Certainty {
  /** They are these. */
  KNOWN,
  /** They are these, unless something happened that is not on record. */
  POSSIBLE,
  /** Nothing on record says what they are. */
  UNKNOWN;

  /** Returns the word for it, in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
