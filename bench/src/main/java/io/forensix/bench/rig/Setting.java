// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Arrays;
import java.util.List;

/** What the recorder does while a workload runs. */
enum Setting {
  /** The module is not loaded: what all others are compared with. */
  NONE("none", "without module", Load.NONE, false, false),
  /** A filter leaves out all calls. */
  FILTERED("filtered", "filtered to nothing", Load.USUAL, true, false),
  /** As it comes. */
  RECORDING("recording", "recording", Load.USUAL, false, false),
  /** The reader runs a tenth of the time. */
  SLOW("slow", "reader slowed to a tenth", Load.USUAL, false, true),
  /** As in 2003. */
  EVENTS100("events100", "throttle_events=100", Load.EVENTS, false, false);

  /** How the module is loaded. Settings of one load share a reader, too. */
  enum Load {
    /** Not at all. */
    NONE,
    /** With no parameters. */
    USUAL,
    /** With a narrow throttle. */
    EVENTS("throttle_events=100");

    private final List<String> parameters;

    Load(String... parameters) {
      this.parameters = List.of(parameters);
    }

    /** Returns the parameters of the module. */
    List<String> parameters() {
      return parameters;
    }

    /** Returns the settings it serves. */
    List<Setting> settings() {
      return Arrays.stream(Setting.values()).filter(setting -> setting.load == this).toList();
    }
  }

  private final String word;
  private final String label;
  private final Load load;
  private final boolean filtered;
  private final boolean paced;

  Setting(String word, String label, Load load, boolean filtered, boolean paced) {
    this.word = word;
    this.label = label;
    this.load = load;
    this.filtered = filtered;
    this.paced = paced;
  }

  /** Returns what people call it. */
  String label() {
    return label;
  }

  /** Returns whether all calls are left out. */
  boolean filtered() {
    return filtered;
  }

  /** Returns whether the reader is stopped most of the time. */
  boolean paced() {
    return paced;
  }

  /** Returns whether calls are recorded. */
  boolean records() {
    return load != Load.NONE && !filtered;
  }

  /** Returns its name in files. */
  @Override
  public String toString() {
    return word;
  }
}
