// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.archive.ArchiveException;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.query.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The archives that are served: one, or each of a collector's folder, also those that come later.
 */
final class Hosts implements AutoCloseable {
  private final Path folder;
  private final boolean collector;
  private final @Nullable Path index;
  private final boolean fill;
  private final Semaphore one = new Semaphore(1);
  private final TreeMap<String, HostArchive> hosts = new TreeMap<>();

  /**
   * Looks what there is, and begins to fill tables.
   *
   * @param index where the tables are: of an archive the file, of a collector's folder a folder;
   *     null for within each archive
   * @throws ArchiveException when there is no archive
   */
  Hosts(Path folder, @Nullable Path index, boolean fill) throws IOException {
    this.folder = folder.toRealPath();
    this.index = index;
    this.fill = fill;
    collector = !ArchiveIdentity.isIn(this.folder);
    if (list().isEmpty()) {
      throw new ArchiveException(
          folder
              + ": neither an archive nor a folder with archives: give the one of forensix"
              + " record, or the one of forensix collect");
    }
  }

  /** Returns all there are now. */
  synchronized List<HostArchive> list() throws IOException {
    if (!collector) {
      add(folder);
    } else {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(ArchiveIdentity::isIn).sorted().forEach(this::add);
      }
    }
    return List.copyOf(hosts.values());
  }

  private void add(Path archive) {
    Path last = archive.getFileName();
    String name = last == null ? "archive" : last.toString();
    hosts.computeIfAbsent(
        name, any -> new HostArchive(name, archive, tables(archive, name), fill, one).start());
  }

  private Path tables(Path archive, String name) {
    if (index == null) {
      return Database.of(archive);
    }
    return collector ? index.resolve(name + ".duckdb") : index;
  }

  /**
   * Returns the one of a name.
   *
   * @throws Problem when there is none
   */
  HostArchive find(String name) throws IOException {
    HostArchive known = known(name);
    if (known == null) {
      list();
      known = known(name);
    }
    if (known == null) {
      throw new Problem(
          Problem.Kind.NOT_FOUND, "no host has this name", "/api/hosts has those there are");
    }
    return known;
  }

  private synchronized @Nullable HostArchive known(String name) {
    return hosts.get(name);
  }

  /** Waits for the tables of all; false when it takes longer. */
  boolean await(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    boolean all = true;
    for (HostArchive host : list()) {
      all &= host.await(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    }
    return all;
  }

  @Override
  public synchronized void close() {
    hosts.values().forEach(HostArchive::close);
  }
}
