// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordType;
import io.forensix.record.SequenceGap;
import io.forensix.ring.Counters;
import io.forensix.ring.Device;
import io.forensix.ring.RingListener;
import io.forensix.ring.RingReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends recording and removes the kernel module. */
@Command(
    name = "unload",
    header = "End recording and remove the kernel module.",
    description = {
      "Records that no reader has taken are dropped, and it is said how many. While a reader runs,"
          + " nothing is done: end it first (kill -TERM), so that it can take what is left."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix unload", "  forensix unload --keep-unread"})
final class UnloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--keep-unread",
      description = "Do nothing when there are records that no reader has taken.")
  private boolean keepUnread;

  private long dropped;

  @Override
  public Integer call() throws IOException {
    Host.needRoot("removing a kernel module");
    if (!KernelModule.loaded()) {
      throw new Failure(ExitCode.NOT_LOADED, "the module is not loaded: there is nothing to do");
    }
    if (Files.exists(Device.PATH)) {
      end();
    }
    Host.Said said = Host.run(List.of("rmmod", KernelModule.NAME));
    if (said.exit() != 0) {
      throw new Failure(ExitCode.FAILED, "the module was not removed: " + said.firstLine());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        dropped == 0 ? "unloaded" : "unloaded; " + dropped + " records were dropped unread");
    return ExitCode.FINE.number();
  }

  /** Counts what is dropped; that a reader came and went is on record for readers only. */
  private void drop(RecordBatch batch) {
    RecordCursor cursor = new RecordCursor(corrupt -> dropped++);
    cursor.over(batch.segment(), batch.offset(), batch.offset() + batch.bytes(), 0);
    while (cursor.next()) {
      dropped += cursor.type() == RecordType.MARK || cursor.type() == RecordType.SEAL ? 0 : 1;
    }
  }

  private void end() throws IOException {
    if (keepUnread && Files.isReadable(Counters.PATH)) {
      long waiting = Counters.read(Counters.PATH).get("waiting");
      if (waiting > 0) {
        throw new Failure(
            ExitCode.FAILED,
            waiting + " records wait for a reader: take them with forensix record ARCHIVE");
      }
    }
    RingListener silent =
        new RingListener() {
          @Override
          public void corrupt(int cpu, CorruptRecord corrupt) {}

          @Override
          public void gap(SequenceGap gap) {}
        };
    try (Device device = Device.open(Device.PATH)) {
      new RingReader(device, this::drop, silent).finish();
    }
  }
}
