// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.record.SentRecord;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is printed.
 *
 * @param family whose records; everybody for all
 * @param names calls, and groups of calls with a % before them; empty for all
 * @param types types of records
 * @param all whether records are shown that tell nothing new
 */
record Filter(Family family, Set<String> names, Set<RecordType> types, boolean all) {
  /** Not what was there before the recording, nor what calls say themselves, nor seals. */
  private static final Set<RecordType> USUAL =
      EnumSet.complementOf(
          EnumSet.of(RecordType.TASK, RecordType.FILE, RecordType.FD, RecordType.SEAL));

  /**
   * Makes a filter of what the command line says.
   *
   * @throws Failure when there is no such call or group
   */
  static Filter of(Family family, List<String> names, List<RecordType> types, boolean all) {
    SyscallTable table = SyscallTable.builtIn();
    for (String name : names) {
      boolean known =
          name.startsWith("%")
              ? table.groups().containsKey(name.substring(1))
              : !table.named(name).isEmpty() || name.startsWith("syscall_0x");
      if (!known) {
        throw new Failure(
            ExitCode.USAGE,
            "there is no call or %group '" + name + "'; forensix syscalls lists them");
      }
    }
    Set<RecordType> wanted;
    if (!types.isEmpty()) {
      wanted = EnumSet.copyOf(types);
    } else if (all) {
      wanted = EnumSet.allOf(RecordType.class);
    } else {
      // Who asks for certain calls asks for no more.
      wanted = names.isEmpty() ? USUAL : EnumSet.of(RecordType.CALL, RecordType.LOST);
    }
    return new Filter(family, Set.copyOf(new HashSet<>(names)), wanted, all || !types.isEmpty());
  }

  /** Returns whether a record may be part of what is printed. */
  boolean wants(RecordHead record) {
    // What is lost may have been of anybody, and the beginning of a recording concerns all.
    return family.everybody()
        || family.has(record.tgid(), record.start())
        || family.hasThread(record.tid())
        || record instanceof SentRecord sent && receives(sent)
        || record.type() == RecordType.LOST
        || record.type() == RecordType.MARK;
  }

  /** Who asks for a process wants to know by whom it was killed. */
  private boolean receives(SentRecord sent) {
    return family.has(sent.targetTgid(), sent.targetStart()) || family.hasThread(sent.targetTid());
  }

  boolean wants(RecordType type) {
    return types.contains(type);
  }

  boolean wants(SyscallTable table, Call call) {
    if (!types.contains(RecordType.CALL)) {
      return false;
    }
    if (names.isEmpty()) {
      return true;
    }
    Syscall row = table.call(call.abi(), call.nr()).orElse(null);
    if (row == null) {
      return names.contains("syscall_0x" + Integer.toHexString(call.nr()));
    }
    return names.contains(row.name())
        || row.groups().stream().anyMatch(group -> names.contains("%" + group));
  }
}
