// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.syscall.Abi;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each call of the table is tested by a program of kernel/tests/calls, or it is said why not. */
class CallListTest {
  private static final int AT_LEAST = 150;

  @Test
  void eachCallIsTestedOrItIsSaidWhyNot() throws IOException {
    Map<String, String> tested = new TreeMap<>();
    for (Map.Entry<String, Set<String>> family : CallFamily.declared().entrySet()) {
      for (String call : family.getValue()) {
        assertThat(tested.put(call, family.getKey())).as(call + " is tested twice").isNull();
      }
    }
    Map<String, String> untested =
        CallFamily.rows("untested.txt").stream()
            .collect(Collectors.toMap(row -> row[0], row -> row[1]));
    Set<String> table =
        SyscallTable.builtIn().calls(Abi.X86_64).stream()
            .map(Syscall::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(untested.keySet())
        .as("tested after all")
        .doesNotContainAnyElementsOf(tested.keySet());
    Set<String> spoken = new TreeSet<>(tested.keySet());
    spoken.addAll(untested.keySet());
    assertThat(spoken).isEqualTo(table);
    assertThat(tested).hasSizeGreaterThanOrEqualTo(AT_LEAST);
  }
}
