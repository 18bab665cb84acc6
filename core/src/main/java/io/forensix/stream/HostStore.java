// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The folder with a copy for each host, and who is adding to which. */
final class HostStore {
  private final Path folder;
  private final Map<String, HostSession> sessions = new ConcurrentHashMap<>();

  HostStore(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Returns where the copy of a host is. Its name came from a certificate, and names no path. */
  Path folder(String host) {
    return folder.resolve(host);
  }

  /** Takes a host's copy; false when another session has it. */
  boolean take(HostSession session) {
    return sessions.putIfAbsent(session.host(), session) == null;
  }

  void release(HostSession session) {
    sessions.remove(session.host(), session);
  }

  List<HostSession> sessions() {
    return List.copyOf(sessions.values());
  }
}
