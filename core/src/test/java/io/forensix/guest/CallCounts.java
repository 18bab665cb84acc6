// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import io.forensix.record.ForkRecord;
import io.forensix.record.RecordHead;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often which call was made: by a process and all that came of it, as the archive has it, or as
 * {@code strace -c} counted.
 */
final class CallCounts extends ArchiveReading {
  /** Of one call: how often it returned, and how often with an error. */
  record Count(long calls, long errors) {
    Count plus(boolean error) {
      return new Count(calls + 1, errors + (error ? 1 : 0));
    }
  }

  private static final int EXECVE = 59;

  private final SyscallTable table = SyscallTable.builtIn();

  /** The root that a process comes of. */
  private final Map<Integer, Integer> roots = new HashMap<>();

  private final Map<Integer, Map<String, Count>> counts = new HashMap<>();

  private CallCounts(Iterable<Integer> roots) {
    roots.forEach(root -> this.roots.put(root, root));
  }

  /** Counts in an archive, by root. A root counts from its first exec on, as strace does. */
  static CallCounts read(Path archive, Iterable<Integer> roots) throws IOException {
    CallCounts counts = new CallCounts(roots);
    counts.readAll(archive, 64, 1 << 20);
    return counts;
  }

  /** Reads what {@code strace -c -U calls,errors,name} wrote. */
  static Map<String, Count> strace(Path file) throws IOException {
    Map<String, Count> counts = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] f = line.strip().split("\\s+");
      if (f.length >= 2 && f[0].matches("\\d+") && !f[f.length - 1].equals("total")) {
        counts.put(
            f[f.length - 1],
            new Count(Long.parseLong(f[0]), f.length > 2 ? Long.parseLong(f[1]) : 0));
      }
    }
    return counts;
  }

  Map<String, Count> of(int root) {
    return counts.getOrDefault(root, Map.of());
  }

  @Override
  public void call(Call call) {
    Integer root = roots.get(call.tgid());
    if (root == null || !call.returned()) {
      return;
    }
    if (!counts.containsKey(root)) {
      if (call.nr() != EXECVE || call.failed()) {
        return;
      }
      counts.put(root, new TreeMap<>());
    }
    String name =
        table.call(call.abi(), call.nr()).map(Syscall::name).orElse("syscall_" + call.nr());
    counts
        .get(root)
        .merge(name, new Count(1, call.failed() ? 1 : 0), (a, b) -> a.plus(call.failed()));
  }

  @Override
  public void record(RecordHead record) {
    if (record instanceof ForkRecord fork && !fork.isThread()) {
      Integer root = roots.get(fork.tgid());
      if (root != null) {
        roots.put(fork.childTgid(), root);
      }
    }
    super.record(record);
  }
}
