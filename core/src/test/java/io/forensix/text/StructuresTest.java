// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of this package against the table of system calls. */
class StructuresTest {
  private static final SyscallTable TABLE = SyscallTable.builtIn();
  private static final List<Abi> SECTIONS = List.of(Abi.X86_64, Abi.IA32);

  @Test
  void everyStructureHasTheSizeThatTheKernelCaptures() {
    List<String> wrong = new ArrayList<>();
    for (Abi abi : SECTIONS) {
      TABLE
          .structures(abi)
          .forEach((name, bytes) -> {
            Structure structure = Structures.get(abi, name);
            if (structure != null && structure.bytes() != bytes) {
              wrong.add(abi + " " + name + " " + structure.bytes() + " for " + bytes);
            }
          });
    }
    assertThat(wrong).isEmpty();
    assertThat(Structures.names(Abi.X86_64)).hasSizeGreaterThan(60);
  }

  @Test
  void everyTypeOfEveryCallCanBeWritten() {
    List<String> unwritten = new ArrayList<>();
    for (Abi abi : SECTIONS) {
      for (Syscall call : TABLE.calls(abi)) {
        for (Argument argument : call.arguments()) {
          if (!writable(abi, argument.type())) {
            unwritten.add(abi + " " + call.name() + " " + argument.type());
          }
        }
        if (call.returns() && PlainTypes.get(call.result()) == null) {
          unwritten.add(abi + " " + call.name() + " = " + call.result());
        }
      }
    }
    assertThat(unwritten).isEmpty();
  }

  @Test
  void everyRefinedTypeCanBeWritten() {
    assertThat(Refinements.types())
        .isNotEmpty()
        .allMatch(type ->
            type.equals(Refinements.NONE)
                || writable(Abi.X86_64, type)
                || writable(Abi.IA32, type));
  }

  private static boolean writable(Abi abi, String type) {
    return PlainTypes.get(type) != null
        || Memory.special(type) != null
        || Memory.pointed(type) != null
        || Structures.get(abi, type) != null
        || type.equals("strv");
  }

  @Test
  void everyNamedNumberOfASetIsWrittenByItsName() {
    for (ConstantSet set : Constants.all()) {
      for (ConstantSet.Constant constant : set.constants()) {
        StringBuilder out = new StringBuilder();
        set.print(new Line(out, TextOptions.USUAL, Abi.X86_64), constant.value());
        String first =
            set.constants().stream()
                .filter(other -> other.value() == constant.value())
                .findFirst()
                .orElseThrow()
                .name();
        assertThat(out.toString()).as(set.type()).contains(first);
      }
    }
  }

  @Test
  void ticksAreSecondsToo() {
    StringBuilder out = new StringBuilder();
    Line line = new Line(out, TextOptions.USUAL, Abi.X86_64);
    for (long ticks : new long[] {0, 4, 17, 12_345, -1}) {
      PlainTypes.clock(line, ticks);
      line.add(';');
    }
    assertThat(out.toString())
        .isEqualTo("0;4 /* 0.04 s */;17 /* 0.17 s */;12345 /* 123.45 s */;-1;");
  }
}
