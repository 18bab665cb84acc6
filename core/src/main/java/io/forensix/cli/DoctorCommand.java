// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.KernelClock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is in the way. */
@Command(
    name = "doctor",
    header = "Say what is in the way, and what to do.",
    description = {
      "Looks at Java, kernel, headers, module, device, clocks, certificates, and at an archive with its"
          + " disk; changes nothing. A line for each says ok, warn or fail, and what to do. Exits with"
          + " 1 when something fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix doctor /var/lib/forensix", "  forensix doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private static final Path ARCHIVE = Path.of("/var/lib/forensix");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "ARCHIVE",
      description = "The directory of an archive (/var/lib/forensix).")
  private Path archive = ARCHIVE;

  @Option(
      names = "--certs",
      paramLabel = "FOLDER",
      description = "What forensix certs made for this machine (/etc/forensix/stream, if there).")
  private @Nullable Path certs;

  @Option(names = "--json", description = "As a JSON object.")
  private boolean json;

  @Option(names = "--root", hidden = true, description = "The folder that stands for /.")
  private Path root = Path.of("/");

  @Override
  public Integer call() {
    Findings findings = new Findings();
    new MachineCheckup(root, findings).run();
    KernelClock clock = KernelClock.read();
    ArchiveCheckup archives = new ArchiveCheckup(findings);
    archives.clock(Instant.now(), clock);
    archives.archive(archive, clock);
    new TrustCheckup(findings)
        .run(certs == null ? SendCommand.CERTS : certs, certs != null, Instant.now());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? findings.json() + "\n" : findings.text());
    out.flush();
    return (findings.failed() ? ExitCode.FAILED : ExitCode.FINE).number();
  }
}
