// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Verification;
import io.forensix.seal.SealKeys;
import io.forensix.seal.SealReport;
import io.forensix.seal.SealVerifier;
import io.forensix.seal.Sealed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an archive. */
@Command(
    name = "verify",
    header = "Check that an archive holds what was put there.",
    description = {
      "Looks at every byte: sums, the chain of hashes, numbers of blocks and of records. Names the"
          + " place of each fault, and exits with 8 when there is one.",
      "",
      "With the keys of its seals it holds every record against what the kernel sealed, which nobody"
          + " can make anew: records that are changed, missing, added, moved or not sealed are named,"
          + " and so is a cut end. An end that is open, since the machine records or went down, exits"
          + " with 10. The copies on a collector are held against the keys that are kept there."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix verify /var/lib/forensix",
      "  forensix verify /var/lib/forensix --seal-key /media/safe/seal-keys",
      "  forensix verify /var/lib/forensix-store/web1 --running",
      "  forensix verify /var/lib/forensix-store/web1 --taken 2026-11-23T12:30:00"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(
      names = "--seal-key",
      paramLabel = "FILE",
      description = "The keys of its seals: see forensix seal-keys.")
  private @Nullable Path sealKey;

  @Option(
      names = "--running",
      description = "It is still being recorded: an end without last seals is as it should be.")
  private boolean running;

  @Option(
      names = "--taken",
      paramLabel = "TIME",
      description = "Somebody took the machine then: tell what was sealed before.")
  private @Nullable String taken;

  private final DayTime times = new DayTime(ZoneId.systemDefault());

  @Override
  public Integer call() throws IOException {
    Verification verification = ArchiveVerifier.verify(directory);
    PrintWriter out = spec.commandLine().getOut();
    for (ArchiveFault fault : verification.faults()) {
      out.println("damaged: " + fault);
    }
    if (verification.retired().any()) {
      out.println("its beginning is not here: " + verification.retired());
    }
    out.printf(
        "%s: %,d blocks, %,d records, %,d bytes, %,d faults%n",
        verification.sound() ? "sound" : "damaged",
        verification.blocks(),
        verification.records(),
        verification.bytes(),
        verification.faultCount());
    ExitCode seals = seals(out, verification.seals());
    return (verification.sound() ? seals : ExitCode.ARCHIVE_DAMAGED).number();
  }

  private ExitCode seals(PrintWriter out, long seals) throws IOException {
    Path keys = sealKey == null ? ofCollector() : sealKey;
    if (keys == null) {
      out.println(
          seals == 0
              ? "unsealed: who could write to it could have written anything"
              : "seals: %,d are there, and were not checked: that needs --seal-key"
                  .formatted(seals));
      return ExitCode.FINE;
    }
    Instant began = ArchiveIdentity.read(directory).created();
    Instant at = taken == null ? null : times.parse(taken, began);
    SealReport report = SealVerifier.verify(directory, SealKeys.read(keys), running, at);
    for (ArchiveFault fault : report.faults()) {
      out.println("not proved: " + fault);
    }
    for (Sealed sealed : report.recordings()) {
      say(out, sealed, at);
    }
    if (report.recordings().isEmpty()) {
      out.println("unsealed: nothing in it is sealed with a key of " + keys);
      return ExitCode.ARCHIVE_DAMAGED;
    }
    if (report.faultCount() > 0) {
      out.printf("not proved by its seals: %,d faults%n", report.faultCount());
      return ExitCode.ARCHIVE_DAMAGED;
    }
    return report.open() && !running ? ExitCode.NOT_KNOWN : ExitCode.FINE;
  }

  /** A collector has the keys beside the copies. */
  private @Nullable Path ofCollector() throws IOException {
    String host = ArchiveIdentity.read(directory).copyOf();
    Path store = directory.toAbsolutePath().getParent();
    if (host == null || store == null) {
      return null;
    }
    Path keys = SealKeys.ofHost(store, host);
    return Files.exists(keys) ? keys : null;
  }

  private static void say(PrintWriter out, Sealed sealed, @Nullable Instant taken) {
    out.printf(
        "sealed: key %s: %,d seals of %d CPUs prove %,d records, from %s to %s; %s%n",
        sealed.key(),
        sealed.seals(),
        sealed.rings(),
        sealed.records(),
        sealed.from(),
        sealed.until(),
        switch (sealed.end()) {
          case WHOLE -> "its end is there";
          case OPEN ->
              "its end is open: nothing is known of what came later, and %,d records are not sealed yet"
                  .formatted(sealed.tail());
          case CUT -> "its end is cut off";
        });
    sealed
        .unproved()
        .ifPresent(records ->
            out.printf(
                "  its beginning was retired: %,d records before the first seals that are left are"
                    + " not proved%n",
                records));
    sealed
        .doubtful()
        .ifPresent(time -> out.printf("  up to %s all of it is proved; then see above%n", time));
    if (taken != null) {
      out.printf(
          "  %,d of these records were sealed before %s and stand; whoever had the machine then could"
              + " have made the other %,d%n",
          sealed.beforeTaken(), taken, sealed.records() - sealed.beforeTaken());
    }
  }
}
