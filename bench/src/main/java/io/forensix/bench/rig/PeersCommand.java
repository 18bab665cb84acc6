// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares us with the recorders that a user of Debian may pick instead. */
@Command(
    name = "forensix bench --peers",
    sortOptions = false,
    header = "Measure other recorders beside ours, with the same workloads, in the same guest.",
    description = {
      "",
      "First in short bursts under the instruction clock: what a call takes longer. Then at full"
          + " speed: how much slower, and how many of the calls that were made are in the"
          + " recorder's file, counted by its own program for reading. Each round has a guest of its"
          + " own, with the recorders in an order of chance.",
      "",
      "The recorders are Debian's packages. They are kept in a folder of the cache and unpacked in"
          + " the guest alone; nothing is installed here.",
      "",
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  forensix bench --peers --only forensix,sysdig --rounds 5",
      "",
      "Exit codes:",
      "  0   all that could be had was measured, and each had the calls of the bursts in its file",
      "  1   not so (said on stderr)",
      "  2   the command line is wrong"
    })
public final class PeersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--peers", description = "What makes this command of forensix bench.")
  private boolean peers;

  @Option(
      names = "--only",
      paramLabel = "NAMES",
      description = "These recorders, of: forensix,lttng,sysdig,ftrace,perf,strace,auditd (all).")
  private @Nullable String only;

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description = "These workloads, of: null,read1,write1,open,fork (all).")
  private @Nullable String workloads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "At full speed (${DEFAULT-VALUE}); 0: not at all.")
  private int rounds = 3;

  @Option(
      names = "--bursts",
      paramLabel = "N",
      description = "Under the instruction clock (${DEFAULT-VALUE}); 0: not at all.")
  private int bursts = 3;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each workload runs at full speed (${DEFAULT-VALUE}).")
  private double seconds = 0.5;

  @Option(
      names = "--warm",
      paramLabel = "N",
      description =
          "Seconds of work that our reader, a JVM, has at full speed before (${DEFAULT-VALUE}).")
  private double warm = 20;

  @Option(
      names = "--clocked",
      description =
          "Under the instruction clock at full speed, too: a second is 10^9 instructions, whatever"
              + " else this machine does.")
  private boolean clocked;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "How many do so at once (${DEFAULT-VALUE}).")
  private int processes = 2;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private GuestOptions guest = new GuestOptions();

  @Mixin private ReportOptions reports = new ReportOptions();

  private final Path root;

  PeersCommand(Path root) {
    this.root = root;
  }

  /** The program. */
  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("forensix.home", ".")).toAbsolutePath().normalize();
    System.exit(BenchCommand.line(new PeersCommand(root)).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PeerPlan plan = plan();
    Path folder = reports.folder(root.resolve("target/forensix-peers"));
    PeerResults results = measure(plan, folder);
    return reports.conclude(
        spec.commandLine(),
        folder,
        "peers",
        new ReportOptions.Reports(
            PeerJson.of(results), PeerHtml.of(results), PeerText.of(results), results.faults()));
  }

  private PeerPlan plan() {
    try {
      return new PeerPlan(
          only == null ? List.of(Peer.values()) : Choice.list(Peer.class, "peer", only),
          workloads == null
              ? List.of(PeerWork.values())
              : Choice.list(PeerWork.class, "workload", workloads),
          bursts,
          rounds,
          seconds,
          warm,
          clocked,
          processes,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private PeerResults measure(PeerPlan plan, Path folder) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    List<Peer> had = new ArrayList<>(plan.peers());
    for (Peer peer : plan.peers()) {
      Path reason = Path.of(property("folder")).resolve("missing").resolve(peer.toString());
      if (Files.exists(reason)) {
        had.remove(peer);
        List<String> said = Files.readAllLines(reason);
        lines.add("missing\t" + peer + "\t" + (said.isEmpty() ? "?" : said.getLast()));
      }
    }
    Map<String, String> places = new LinkedHashMap<>();
    places.put("peers", property("folder"));
    places.put("module", property("module"));
    places.put("jar", System.getProperty("java.class.path"));
    int steps = (plan.bursts() > 0 ? had.size() + 1 : 0) + had.size() * plan.rounds();
    try (Progress progress = new Progress(spec.commandLine().getErr(), steps)) {
      lines.addAll(new PeerRun(root, folder, plan, guest, places).run(had, progress));
    }
    return PeerResults.read(known(plan), plan.peers(), plan.works(), lines);
  }

  private Map<String, String> known(PeerPlan plan) {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    known.put("commit", property("commit"));
    known.put("kernel", property("release"));
    known.put("bursts", Integer.toString(plan.bursts()));
    known.put(
        "at full speed",
        "%d rounds of %s s after %s s, %d processes, %d CPU%s, seed %d"
            .formatted(
                plan.rounds(),
                plan.seconds(),
                plan.warm(),
                plan.processes(),
                plan.clocked() ? 1 : guest.cpus(),
                plan.clocked() ? " under the instruction clock" : "",
                plan.seed()));
    return known;
  }

  private static String property(String name) {
    return System.getProperty("forensix.peers." + name, "");
  }
}
