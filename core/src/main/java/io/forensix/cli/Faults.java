// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.timeline.RecordMerge;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Says what is wrong with an archive while it is read: the first faults, and how many in all. */
final class Faults implements RecordMerge.Listener {
  private static final int SHOWN = 10;

  private final CommandSpec spec;
  private long count;

  Faults(CommandSpec spec) {
    this.spec = spec;
  }

  @Override
  public void fault(ArchiveFault fault) {
    if (fault.kind() == ArchiveFault.Kind.RETIRED) {
      // Somebody wished it so; but what is shown has a gap.
      print("not shown: " + fault);
    } else {
      say(fault.toString());
    }
  }

  @Override
  public void corrupt(long block, CorruptRecord corrupt) {
    say("block " + block + ": " + corrupt);
  }

  private void say(String text) {
    count++;
    if (count <= SHOWN) {
      print("damaged: " + text);
    }
  }

  private void print(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": " + text);
    err.flush();
  }

  /** Ends the command: with a code of its own where something was wrong. */
  int exitCode() {
    if (count == 0) {
      return ExitCode.FINE.number();
    }
    throw new Failure(
        ExitCode.ARCHIVE_DAMAGED,
        count + " faults in the archive; the rest of it is shown. forensix verify names them all");
  }
}
