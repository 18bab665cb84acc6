// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is run, from light to cruel; kernel/tests/work.c does it. */
enum Workload {
  /** The whole module; minutes in an emulated guest. */
  BUILD(
      "the module built by make",
      "a build",
      "rm -rf module && make -s -C \"$ROOT/kernel\" KDIR=\"$KDIR\" OUT=\"$PWD/module\""),
  /** What a build consists of. */
  COMPILE(
      "a source file compiled by gcc",
      "a file",
      "exec gcc -O2 -c \"$ROOT/kernel/tests/load.c\" -o load.o"),
  /** Many small files. */
  UNPACK("a package unpacked by dpkg -x", "a package", "exec dpkg -x made.deb unpacked"),
  /** Processes. */
  FORK("processes that become a program and end", "a process", 1),
  /** Two processes that wait for each other. */
  PIPE("a byte to another process through a pipe, and one back", "a turn", 1),
  /** Descriptors and paths. */
  OPEN("a file opened and closed", "a pair", 1),
  /** Payload. */
  WRITE64K("64 KiB written into a file", "a write", 1),
  /** Payload. */
  WRITE4K("4 KiB written into a file", "a write", 1),
  /** Nothing but calls. */
  RW1("a byte written and a byte read, of devices", "a pair", 1),
  /** The same by two. */
  RW1X2("the same in 2 processes", "a pair", 2),
  /** The same by four. */
  RW1X4("the same in 4 processes", "a pair", 4);

  private final String what;
  private final String operation;
  private final String shell;
  private final int processes;

  Workload(String what, String operation, String shell) {
    this(what, operation, shell, 1);
  }

  Workload(String what, String operation, int processes) {
    this(what, operation, "", processes);
  }

  Workload(String what, String operation, String shell, int processes) {
    this.what = what;
    this.operation = operation;
    this.shell = shell;
    this.processes = processes;
  }

  /** Returns what it does. */
  String what() {
    return what;
  }

  /** Returns what one operation is. */
  String operation() {
    return operation;
  }

  /** Returns the arguments of the program work for it. */
  List<String> arguments(double seconds, long seed) {
    String time = Double.toString(seconds);
    return shell.isEmpty()
        ? List.of(program(), time, Integer.toString(processes), Long.toString(seed))
        : List.of("run", time, "sh", "-c", shell);
  }

  private String program() {
    return toString().replaceFirst("x\\d+$", "");
  }

  /** Those that are run unless others are asked for: all that end soon. */
  static List<Workload> usual() {
    List<Workload> all = new ArrayList<>(Arrays.asList(values()));
    all.remove(BUILD);
    return all;
  }

  /** Returns its name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
