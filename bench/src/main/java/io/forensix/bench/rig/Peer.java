// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.Locale;

/** A recorder of system calls that a user of Debian may pick. bench/peers says how each is used. */
enum Peer {
  FORENSIX(
      "every call with its data, none lost: callers wait for room",
      "the data of each call up to a limit, paths, who opened what"),
  LTTNG("lttng-modules and lttng-tools, all calls", "no data of reads and writes"),
  SYSDIG(
      "sysdig -w, falcosecurity's module",
      "80 bytes of data; its stat has neither path nor result; two events a call"),
  FTRACE("trace-cmd record -e raw_syscalls", "numbers and registers only: no data, no path"),
  PERF("perf trace record -a", "numbers and registers only: no data, no path"),
  STRACE("strace -f -o, of the workload alone", "32 bytes of data; only what it starts itself"),
  // Last: what it switches on in the kernel stays on.
  AUDITD("auditd with a rule for all calls", "no data of reads and writes");

  private final String what;
  private final String note;

  Peer(String what, String note) {
    this.what = what;
    this.note = note;
  }

  /** Returns how it is run. */
  String what() {
    return what;
  }

  /** Returns what is to be known of what it records. */
  String note() {
    return note;
  }

  /** Returns its name in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
