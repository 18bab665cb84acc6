// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.PeerName;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and revokes the certificates that machines know each other by. */
@Command(
    name = "certs",
    header = "Make, list and revoke the certificates of hosts and collectors.",
    description = {
      "Without an option, lists what was issued. The first time it makes an authority in the folder:"
          + " keep that on a machine that neither is recorded nor collects, for who has it can be any"
          + " host.",
      "",
      "--host and --collector make a folder of the machine's name, with four files: copy it to that"
          + " machine, as /etc/forensix/stream, and remove it here. A name again is a renewal. After"
          + " --revoke, copy revoked.crl to the collectors: they read it at once."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix certs /root/authority --collector logs.example.org --address 192.0.2.7",
      "  forensix certs /root/authority --host web1",
      "  forensix certs /root/authority --revoke web1",
      "  forensix certs /root/authority"
    })
final class CertsCommand implements Callable<Integer> {
  private static final int DAYS = 398;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "The folder of the authority.")
  private Path folder;

  @ArgGroup private @Nullable Deed deed;

  @Option(
      names = "--address",
      paramLabel = "NAME",
      description = "Another name or IP address that hosts reach the collector by.")
  private List<String> addresses = List.of();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long a certificate is good (${DEFAULT-VALUE}).")
  private int days = DAYS;

  /** One of these. */
  private static final class Deed {
    @Option(
        names = "--host",
        paramLabel = "NAME",
        description = "Make a certificate for a machine that is recorded.")
    private @Nullable String host;

    @Option(
        names = "--collector",
        paramLabel = "NAME",
        description = "Make a certificate for a collector: the name that hosts reach it by.")
    private @Nullable String collector;

    @Option(
        names = "--revoke",
        paramLabel = "NAME",
        description = "Revoke all certificates of a machine.")
    private @Nullable String revoke;
  }

  @Override
  public Integer call() throws IOException {
    boolean fresh = !Authority.isIn(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (days < 1) {
      throw new Failure(ExitCode.USAGE, "--days wants a number of days, 1 or more");
    }
    if (deed != null && deed.revoke != null && fresh) {
      throw new Failure(ExitCode.USAGE, folder + ": there is no authority");
    }
    if (deed != null && deed.revoke == null) {
      named(deed.host == null ? deed.collector : deed.host);
    }
    Authority authority = Authority.open(folder);
    if (fresh) {
      out.println("an authority is in " + folder);
    }
    if (deed == null) {
      list(authority, out);
    } else if (deed.revoke != null) {
      out.println(
          "revoked; copy this file to each collector: " + authority.revoke(named(deed.revoke)));
    } else if (deed.host != null) {
      issue(authority, Role.HOST, deed.host, out);
    } else if (deed.collector != null) {
      issue(authority, Role.COLLECTOR, deed.collector, out);
    }
    return ExitCode.FINE.number();
  }

  private static String named(@Nullable String name) {
    if (name == null || !PeerName.valid(name)) {
      throw new Failure(
          ExitCode.USAGE,
          "'" + name + "' is no name: small letters, digits, '-' and '.', at most 63");
    }
    return name;
  }

  private void issue(Authority authority, Role role, String name, PrintWriter out)
      throws IOException {
    Instant now = Instant.now();
    Path made = authority.issue(role, name, addresses, now, now.plus(Duration.ofDays(days)));
    out.println("copy this folder to " + name + ", and remove it here: " + made);
  }

  private static void list(Authority authority, PrintWriter out) throws IOException {
    Instant now = Instant.now();
    for (Authority.Issued one : authority.issued()) {
      String state = now.isAfter(one.until()) ? "expired" : "good";
      out.printf(
          "%-9s %-30s %s until %s, number %s%n",
          one.role().name().toLowerCase(Locale.ROOT),
          one.name(),
          authority.revoked(one) ? "REVOKED" : state,
          one.until(),
          one.serial());
    }
  }
}
