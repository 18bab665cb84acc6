// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.syscall.Abi;
import io.forensix.syscall.Argument;
import io.forensix.syscall.Length;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the table of system calls. */
@Command(
    name = "syscalls",
    header = "Explain the system calls and what is recorded of them.",
    description = {"Without a name: one line a call. With a name: its arguments."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix syscalls openat",
      "  forensix syscalls --group net",
      "  forensix syscalls --groups     what groups there are",
      "  forensix syscalls --abi ia32   the 32-bit calls"
    })
final class SyscallsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A call.")
  private @Nullable String name;

  @Option(names = "--group", paramLabel = "GROUP", description = "Only calls of this group.")
  private @Nullable String group;

  @Option(names = "--groups", description = "The groups, with what they mean.")
  private boolean groups;

  @Option(names = "--abi", paramLabel = "ABI", description = "x86_64 (usual) or ia32.")
  private @Nullable String abiName;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SyscallTable table = SyscallTable.builtIn();
    if (groups) {
      table.groups().forEach((group, what) -> out.printf("%-10s %s%n", group, what));
    } else if (name != null) {
      one(out, table, name);
    } else {
      list(out, table);
    }
    return ExitCode.FINE.number();
  }

  private Abi abi() {
    return Abi.named(abiName == null ? "x86_64" : abiName)
        .orElseThrow(
            () -> new Failure(ExitCode.USAGE, "'" + abiName + "' is no ABI: x86_64 or ia32"));
  }

  private void list(PrintWriter out, SyscallTable table) {
    if (group != null && !table.groups().containsKey(group)) {
      throw new Failure(
          ExitCode.USAGE,
          "there is no group '%s'; there are: %s"
              .formatted(group, String.join(" ", table.groups().keySet())));
    }
    for (Syscall call : table.calls(abi())) {
      if (group == null || call.in(group)) {
        out.printf("%5d %-26s %s%n", call.number(), call.name(), String.join(",", call.groups()));
      }
    }
  }

  private void one(PrintWriter out, SyscallTable table, String wanted) {
    List<Syscall> calls =
        table.named(wanted).stream()
            .filter(call -> abiName == null || call.abi() == abi().table())
            .toList();
    if (calls.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED, "there is no call '" + wanted + "'; forensix syscalls lists them");
    }
    for (Syscall call : calls) {
      describe(out, table, call);
    }
  }

  private static void describe(PrintWriter out, SyscallTable table, Syscall call) {
    out.printf("%s: call %d of %s%n", call.name(), call.number(), call.abi().label());
    for (String in : call.groups()) {
      out.printf("  group    %-10s %s%n", in, table.groups().getOrDefault(in, ""));
    }
    for (Argument argument : call.arguments()) {
      out.printf("  argument %-10s %s%n", argument.name(), kind(table, call, argument));
    }
    out.printf(
        "  returns  %-10s %s%n", call.result(), table.types().getOrDefault(call.result(), ""));
    if (!call.remark().isEmpty()) {
      out.printf("  remark   %s%n", call.remark());
    }
  }

  private static String kind(SyscallTable table, Syscall call, Argument argument) {
    String what = table.types().getOrDefault(argument.type(), "");
    if (!argument.captured()) {
      return argument.type() + (what.isEmpty() ? "" : ": " + what);
    }
    String when =
        switch (argument.direction()) {
          case IN -> "captured at entry";
          case OUT -> "captured at exit";
          case INOUT -> "captured at entry and at exit";
          case VALUE -> "";
        };
    return "%s%s; %s%s"
        .formatted(
            argument.type(),
            what.isEmpty() ? "" : ": " + what,
            when,
            length(table, call, argument));
  }

  private static String length(SyscallTable table, Syscall call, Argument argument) {
    Length length = argument.length();
    String times = length.factor() == 1 ? "" : " times " + length.factor();
    String plus = length.plus() == 0 ? "" : " and " + length.plus();
    return switch (length.kind()) {
      case OWN ->
          table
              .sizeOf(call.abi(), argument.type())
              .map(bytes -> ", " + bytes + " bytes")
              .orElse(", to its end");
      case FIXED -> ", " + length.plus() + " bytes";
      case ARGUMENT ->
          ", " + call.arguments().get(length.argument()).name() + times + plus + " bytes";
      case POINTED ->
          ", as many bytes as "
              + call.arguments().get(length.argument()).name()
              + " points to"
              + times
              + plus;
      case RESULT -> ", the result" + times + plus + " bytes";
      case FUNCTION -> ", by a rule of its own (" + length.function() + ")";
    };
  }
}
