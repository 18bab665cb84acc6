// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

/** What the module does while the benchmarks run. */
public enum Setting {
  /** It is not loaded. */
  NO_MODULE("no-module", "no module"),
  /** It is loaded, and does not record. */
  LOADED("loaded", "loaded"),
  /** It records, and a reader drains the rings. */
  RECORDING("recording", "recording"),
  /** It records, and the reader is so slow that callers are held. */
  SLOW_READER("slow-reader", "slow reader");

  private final String word;
  private final String label;

  Setting(String word, String label) {
    this.word = word;
    this.label = label;
  }

  /** Returns what it is called in tables. */
  public String label() {
    return label;
  }

  /** Returns what it is called on a command line, ours or that of guest/setting. */
  @Override
  public String toString() {
    return word;
  }

  /**
   * Returns the setting of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Setting of(String word) {
    for (Setting setting : values()) {
      if (setting.word.equals(word)) {
        return setting;
      }
    }
    throw new IllegalArgumentException("no setting " + word);
  }
}
