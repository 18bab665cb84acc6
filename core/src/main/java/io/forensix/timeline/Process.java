// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A process: what is known of it once the records up to some point were folded. */
public final class Process {
  private final int tgid;
  private final long start;
  private final List<Program> programs = new ArrayList<>();
  private final NavigableMap<Long, Identity> identities = new TreeMap<>();
  private int parentTgid;
  private long parentStart;
  private long begin;
  private boolean earlier;
  private boolean introduced;
  private String comm = "";
  private int threads = 1;
  private boolean ended;
  private long end;
  private int status;

  Process(int tgid, long start, long begin) {
    this.tgid = tgid;
    this.start = start;
    this.begin = begin;
  }

  /** Returns its number, in the initial pid namespace. */
  public int tgid() {
    return tgid;
  }

  /** Returns when it started, ns of CLOCK_BOOTTIME; with the number it names the process. */
  public long start() {
    return start;
  }

  /** Returns the number of the process that made it; 0 where that is not known. */
  public int parentTgid() {
    return parentTgid;
  }

  /** Returns the start of the process that made it; 0 where only its number is known. */
  public long parentStart() {
    return parentStart;
  }

  /**
   * Returns from when on it is known to live, ns of CLOCK_MONOTONIC: its fork, or the first record
   * that speaks of it.
   */
  public long begin() {
    return begin;
  }

  /** Returns whether it lived before the recording began. */
  public boolean earlier() {
    return earlier;
  }

  /** Returns whether a FORK or TASK record tells where it came from. */
  public boolean introduced() {
    return introduced;
  }

  /** Returns the programs it ran, the oldest first; a child begins with its parent's. */
  public List<Program> programs() {
    return Collections.unmodifiableList(programs);
  }

  /** Returns the last program it ran. */
  public Optional<Program> program() {
    return programs.isEmpty() ? Optional.empty() : Optional.of(programs.get(programs.size() - 1));
  }

  /** Returns the program it ran at a time, ns of CLOCK_MONOTONIC. */
  public Optional<Program> program(long time) {
    Program found = null;
    for (Program program : programs) {
      if (found == null || program.time() <= time) {
        found = program;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Returns who it is: its first thread, as last seen. */
  public Optional<Identity> identity() {
    return Optional.ofNullable(identities.lastEntry()).map(Map.Entry::getValue);
  }

  /**
   * Returns who it was at a time, ns of CLOCK_MONOTONIC; before it is known, who it was at first.
   */
  public Optional<Identity> identity(long time) {
    Map.Entry<Long, Identity> entry = identities.floorEntry(time);
    return Optional.ofNullable(entry == null ? identities.firstEntry() : entry)
        .map(Map.Entry::getValue);
  }

  /** Returns its command name as last seen. */
  public String comm() {
    return comm;
  }

  /** Returns how many threads it has. */
  public int threads() {
    return threads;
  }

  /** Returns whether its end is on record. */
  public boolean ended() {
    return ended;
  }

  /** Returns when it ended, ns of CLOCK_MONOTONIC; of no meaning before. */
  public long end() {
    return end;
  }

  /** Returns how it ended, as wait(2) has it: of no meaning before. */
  public int status() {
    return status;
  }

  /** Returns the signal that ended it, or 0. */
  public int signal() {
    return status & 0x7f;
  }

  /** Returns its exit status; of no meaning where a signal ended it. */
  public int exitStatus() {
    return (status >>> 8) & 0xff;
  }

  /** Returns whether it lived at a time, ns of CLOCK_MONOTONIC, as far as is known. */
  public boolean livedAt(long time) {
    return (earlier || begin <= time) && (!ended || time < end);
  }

  void found(int parent, Program program) {
    earlier = true;
    introduced = true;
    parentTgid = parent;
    // A second recording meets the same process again.
    if (programs.isEmpty()) {
      ran(program);
    }
  }

  void forked(Process parent, long time) {
    introduced = true;
    begin = Math.min(begin, time);
    parentTgid = parent.tgid;
    parentStart = parent.start;
    comm = comm.isEmpty() ? parent.comm : comm;
    if (programs.isEmpty()) {
      parent.program().ifPresent(program -> programs.add(at(program, time)));
    }
  }

  private static Program at(Program inherited, long time) {
    return new Program(time, inherited.path(), inherited.arguments(), inherited.comm());
  }

  void ran(Program program) {
    programs.add(program);
    comm = program.comm();
  }

  void is(long time, Identity identity) {
    if (!identity().equals(Optional.of(identity))) {
      identities.put(time, identity);
    }
  }

  void thread(int more) {
    threads += more;
  }

  void threadEnded(int left, String name, boolean first) {
    threads = left;
    if (first) {
      comm = name;
    }
  }

  void ended(long time, int waitStatus) {
    ended = true;
    end = time;
    status = waitStatus;
  }
}
