// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.seal.FirstKey;
import io.forensix.seal.SealKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The folder with a copy for each host, and who is adding to which. */
final class HostStore {
  private final Path folder;
  private final Map<String, HostSession> sessions = new ConcurrentHashMap<>();
  private final Map<String, HostTally> tallies = new ConcurrentHashMap<>();

  HostStore(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Returns where the copy of a host is. Its name came from a certificate, and names no path. */
  Path folder(String host) {
    return folder.resolve(host);
  }

  /** Makes a key for a host, and keeps it beside the copies, where no host can get at it. */
  synchronized FirstKey newSealKey(String host) throws IOException {
    return SealKeys.issue(SealKeys.ofHost(folder, host), Instant.now());
  }

  /** Takes a host's copy; false when another session has it. */
  boolean take(HostSession session) {
    boolean taken = sessions.putIfAbsent(session.host(), session) == null;
    if (taken) {
      tally(session.host(), HostTally::begun);
    }
    return taken;
  }

  void release(HostSession session) {
    if (sessions.remove(session.host(), session)) {
      tally(session.host(), HostTally::ended);
    }
  }

  /** Counts something of a host. Hosts have certificates, so that there are not too many. */
  void tally(String host, UnaryOperator<HostTally> change) {
    tallies.compute(host, (name, tally) -> change.apply(tally == null ? HostTally.NOTHING : tally));
  }

  Map<String, HostTally> tallies() {
    return new TreeMap<>(tallies);
  }

  List<HostSession> sessions() {
    return List.copyOf(sessions.values());
  }
}
