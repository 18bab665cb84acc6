// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Runs a comparison of recorders: {@code bench/peers/guest}, in a guest for the bursts and one for
 * each round.
 *
 * @param root the project
 * @param folder for the results
 * @param plan what is compared
 * @param guest in which guest
 * @param places paths that bench/peers/guest is told, by name
 */
record PeerRun(
    Path root, Path folder, PeerPlan plan, GuestOptions guest, Map<String, String> places) {
  private static final String RESULTS = "peers.tsv";
  private static final String SETTINGS = "settings";
  private static final int GUEST_SECONDS = 3600;

  /** Runs it and returns the lines that it left. */
  List<String> run(List<Peer> peers, Progress progress) throws IOException, InterruptedException {
    Path file = folder.resolve(RESULTS);
    Files.deleteIfExists(file);
    List<String> faults = new ArrayList<>();
    if (plan.bursts() > 0) {
      guest("cost", peers, 0, faults, progress);
    }
    Random random = new Random(plan.seed());
    for (int round = 1; round <= plan.rounds(); round++) {
      List<Peer> order = new ArrayList<>(peers);
      Collections.shuffle(order, random);
      // What it switches on in the kernel stays on.
      if (order.remove(Peer.AUDITD)) {
        order.add(Peer.AUDITD);
      }
      guest("flood", order, round, faults, progress);
    }
    List<String> lines = new ArrayList<>();
    if (Files.exists(file)) {
      lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
    }
    lines.addAll(faults);
    return lines;
  }

  private void guest(
      String mode, List<Peer> order, int round, List<String> faults, Progress progress)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve(SETTINGS), settings(order, round));
    List<String> command =
        mode.equals("cost") || plan.clocked()
            ? guest.clocked(root, folder, GUEST_SECONDS)
            : guest.command(root, folder, GUEST_SECONDS);
    command.addAll(
        List.of(
            "--audit",
            "--",
            root.resolve("bench/peers/guest").toString(),
            mode,
            GuestOptions.SHARED + "/" + SETTINGS));
    int code = Program.follow(command, progress);
    if (code != 0) {
      faults.add("fault\tthe guest (" + mode + ") ended with " + code);
    }
  }

  /** What bench/peers/guest is told, as variables of a shell. */
  private String settings(List<Peer> order, int round) {
    Map<String, String> values = new LinkedHashMap<>(places);
    values.put("FX_PROJECT", root.toString());
    values.put("work", root.resolve("target/kernel-tests/work").toString());
    values.put("cost", root.resolve("target/peers/cost").toString());
    values.put("drain", root.resolve("target/peers/drain").toString());
    values.put("results", GuestOptions.SHARED + "/" + RESULTS);
    values.put("workloads", words(plan.works()));
    values.put("bursts", Integer.toString(plan.bursts()));
    values.put("seconds", Double.toString(plan.seconds()));
    values.put("warm", Double.toString(plan.warm()));
    values.put("processes", Integer.toString(plan.processes()));
    values.put("seed", Long.toString(plan.seed()));
    values.put("round", Integer.toString(round));
    values.put("order", words(order));
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "='" + entry.getValue().replace("'", "'\\''") + "'\n")
        .collect(Collectors.joining());
  }

  private static String words(Collection<?> some) {
    return some.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
