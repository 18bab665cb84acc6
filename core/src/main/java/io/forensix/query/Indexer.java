// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Retired;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordHead;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Fills the tables from an archive. It goes on where the tables end: the state of the recording is
 * folded anew from its beginning, and rows are written of the records that are not yet done. What
 * is done stands in the tables, changed in the same transaction as the rows, so that a run that is
 * killed leaves neither a gap nor a double.
 */
public final class Indexer implements AutoCloseable {
  /** Rows that are not visible yet cost memory, and are lost when the run is killed. */
  private static final int RECORDS_PER_TRANSACTION = 1_000_000;

  /** Who follows an archive wants to see what happened this long ago. */
  private static final long TRANSACTION_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Much longer than a reader of the rings ever takes, so that what is held back is safe. */
  private static final long QUIET_MILLIS = 500;

  private static final int CLOCK_RECORDS = 4096;

  /** The tables with rows of what is open, which are written anew in each transaction. */
  private static final List<String> OPEN =
      List.of("process", "thread", "fd", "name", "socket", "session");

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Listener {
    /** Takes how many records were read, and how many of them were not yet in the tables. */
    void reached(long records, long fresh);
  }

  private final Path archive;
  private final Path file;
  private final RecordMerge.Listener faults;
  private final Set<String> damages = new LinkedHashSet<>();
  private final Map<UUID, Integer> hosts = new HashMap<>();
  private final Set<Integer> hostsWritten = new HashSet<>();
  private final Map<Integer, ProcessRows> processes = new HashMap<>();
  private Progress progress = Progress.NOTHING;
  private @Nullable Loader loader;
  private @Nullable Rows rows;
  private @Nullable RecordingRows current;
  private boolean catchingUp = true;
  private boolean unfinished = true;
  private boolean following;
  private int transactionRecords = RECORDS_PER_TRANSACTION;
  private long records;
  private volatile long blocks;
  private long fresh;
  private long inTransaction;
  private long begun;

  private Indexer(Path archive, Path file, RecordMerge.Listener faults) {
    this.archive = archive;
    this.file = file;
    this.faults = faults;
  }

  /**
   * Opens the tables of an archive, or makes them.
   *
   * @param rebuild whether to drop what there is first
   * @throws IOException when the archive or the tables cannot be used
   */
  public static Indexer open(Path archive, Path file, boolean rebuild, RecordMerge.Listener faults)
      throws IOException {
    // Says what is wrong with the archive before tables are made beside it.
    ArchiveReader.open(archive, fault -> {}).close();
    if (rebuild) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
    }
    Indexer indexer = new Indexer(archive, file, faults);
    try {
      indexer.prepare();
    } catch (SQLException e) {
      throw Database.failed(file, e);
    }
    return indexer;
  }

  /** Returns how many blocks of the archive were read. Any thread may ask. */
  public long blocks() {
    return blocks;
  }

  /** Makes transactions of another size. */
  void transactionRecords(int count) {
    transactionRecords = count;
  }

  private void prepare() throws SQLException, IOException {
    Turns.Turn turn = Turns.of(file).writing();
    DuckDBConnection opened = Database.write(file, turn);
    try (Statement statement = opened.createStatement()) {
      int version = -1;
      try (ResultSet known =
          statement.executeQuery("SELECT 1 FROM duckdb_tables() WHERE table_name = 'progress'")) {
        version = known.next() ? 0 : -1;
      }
      if (version < 0) {
        opened.setAutoCommit(false);
        Schema.create(opened);
        for (String sql : Progress.NOTHING.written()) {
          statement.execute(sql);
        }
        opened.commit();
      } else {
        try (ResultSet row = statement.executeQuery("SELECT version FROM progress")) {
          version = row.next() ? row.getInt(1) : 0;
        }
        if (version != Schema.VERSION) {
          throw new IndexException(
              IndexException.Kind.MISSING,
              file + ": tables of version " + version + ": use forensix index --rebuild");
        }
      }
      progress = Progress.read(opened);
    } finally {
      try {
        opened.close();
      } finally {
        turn.giveBack();
      }
    }
  }

  /**
   * Reads the archive to its end, or (follow) on and on until the thread is interrupted.
   *
   * @return how many records were not in the tables before
   * @throws IOException when the archive or the tables cannot be used
   */
  public long run(boolean follow, Listener listener) throws IOException {
    if (!follow && nothingNew()) {
      return 0;
    }
    following = follow;
    try (RecordMerge merge = RecordMerge.open(archive, new Damages())) {
      if (follow) {
        follow(merge, listener);
      } else {
        while (merge.next()) {
          take(merge, listener);
        }
        end(merge);
      }
    } catch (UncheckedSqlException e) {
      throw Database.failed(file, e.sql());
    } catch (SQLException e) {
      throw Database.failed(file, e);
    }
    listener.reached(records, fresh);
    return fresh;
  }

  /** Tells the listener of the caller, and keeps what it was told for the table of losses. */
  private final class Damages implements RecordMerge.Listener {
    @Override
    public void fault(ArchiveFault fault) {
      damages.add(fault.toString());
      faults.fault(fault);
    }

    @Override
    public void corrupt(long block, CorruptRecord corrupt) {
      damages.add("block " + block + ": " + corrupt);
      faults.corrupt(block, corrupt);
    }
  }

  private boolean nothingNew() throws IOException {
    if (progress.blocks() <= 0) {
      return false;
    }
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      reader.seekToBlock(progress.blocks());
      return !reader.next();
    }
  }

  private void follow(RecordMerge merge, Listener listener) throws IOException, SQLException {
    while (!Thread.currentThread().isInterrupted()) {
      if (merge.awaitNext(QUIET_MILLIS)) {
        take(merge, listener);
      } else {
        // Nothing comes: others may look into the tables meanwhile.
        commit(-1);
        release();
        blocks = merge.blocks();
        listener.reached(records, fresh);
      }
    }
    commit(-1);
    release();
  }

  private void take(RecordMerge merge, Listener listener) throws IOException, SQLException {
    RecordHead record = merge.record();
    boolean done = progress.done(merge.recordings(), record.cpu(), record.seq());
    if (catchingUp && !done) {
      catchingUp = false;
      processes.values().forEach(ProcessRows::written);
    }
    Rows to = done ? null : rows();
    if (current == null || current.number() != merge.recordings()) {
      current = begin(merge, to);
    }
    current.accept(record, to);
    records++;
    if (to != null) {
      fresh++;
      inTransaction++;
    }
    if (inTransaction >= transactionRecords || records % CLOCK_RECORDS == 0) {
      blocks = merge.blocks();
      listener.reached(records, fresh);
      boolean late = following && System.nanoTime() - begun > TRANSACTION_NANOS;
      if (inTransaction >= transactionRecords || inTransaction > 0 && late) {
        commit(-1);
        yieldToReaders();
      }
    }
  }

  private RecordingRows begin(RecordMerge merge, @Nullable Rows to) throws IndexException {
    if (current != null && to != null) {
      current.end(to);
    }
    RecordingMeta meta = merge.meta().orElse(null);
    if (meta != null && !RecordHead.understands(meta.abiVersion())) {
      throw new IndexException(
          IndexException.Kind.FAILED,
          "a recording has ABI version %d, and this program reads versions %d to %d"
              .formatted(meta.abiVersion(), RecordHead.OLDEST_ABI_VERSION, RecordHead.ABI_VERSION));
    }
    if (hosts.isEmpty()) {
      retired(merge.retired().recordings());
    }
    UUID boot = meta == null ? new UUID(0, merge.recordings()) : meta.bootId();
    int host = hostOf(boot);
    ProcessRows ofHost = processes.computeIfAbsent(host, ProcessRows::new);
    RecordingRows next = new RecordingRows(merge.recordings(), host, meta, ofHost);
    if (to != null) {
      to.clock(next.clock());
      // What is left of a recording may begin with records that are new, and it has its rows.
      boolean known = merge.recordings() <= progress.recording();
      if (hostsWritten.add(host) && !known) {
        host(to, host, meta);
      }
      if (!known) {
        recording(to, merge, host, meta);
      }
    } else {
      hostsWritten.add(host);
    }
    return next;
  }

  /** Boots of which nothing is left keep their numbers, and the rows that they have. */
  private void retired(List<Retired.Begun> recordings) {
    int number = 0;
    for (Retired.Begun begun : recordings) {
      int host = hostOf(begun.boot());
      if (++number <= progress.recording()) {
        hostsWritten.add(host);
      }
    }
  }

  private int hostOf(UUID boot) {
    return hosts.computeIfAbsent(boot, any -> hosts.size() + 1);
  }

  private static void host(Rows to, int host, @Nullable RecordingMeta meta) {
    HostIdentity who = meta == null ? null : meta.host();
    to.to("host").add(host).add(who == null ? null : who.hostName());
    to.add(who == null ? null : who.hostId()).add(who == null ? null : who.bootId());
    to.add(who == null ? null : who.kernelRelease()).end();
  }

  private static void recording(
      Rows to, RecordMerge merge, int host, @Nullable RecordingMeta meta) {
    to.to("recording").add(merge.recordings()).add(host);
    to.add(merge.recording().orElse(null));
    if (meta == null) {
      to.nothing().nothing().nothing().nothing().end();
    } else {
      to.add(meta.abiVersion()).add(meta.cpus()).add(meta.program()).time(meta.monotonic()).end();
    }
  }

  private Rows rows() throws IOException, SQLException {
    if (rows == null) {
      loader = new Loader(Database.load(file, following));
      rows = new Rows(loader);
      begun = System.nanoTime();
      if (current != null) {
        rows.clock(current.clock());
      }
      if (unfinished) {
        // What the run before this one left.
        unfinished = false;
        rows.then(database -> database.execute("DELETE FROM event WHERE unfinished"));
      }
    }
    return rows;
  }

  /** Ends a run: what waits for its end is written as unfinished, until the next run. */
  private void end(RecordMerge merge) throws IOException, SQLException {
    rows();
    if (current != null) {
      current.unfinished(rows());
    }
    commit(merge.blocks());
    release();
  }

  private void commit(long blocks) {
    Rows to = rows;
    if (to == null || current == null) {
      return;
    }
    to.then(Indexer::dropOpen);
    current.open(to);
    for (ProcessRows ofHost : processes.values()) {
      ofHost.write(to);
    }
    Progress reached = new Progress(blocks, current.number(), Map.copyOf(current.last()));
    List<String> damaged = List.copyOf(damages);
    damages.clear();
    to.then(database -> {
      for (String text : damaged) {
        damage(database, NativeDatabase.literal(text));
      }
      for (String sql : reached.written()) {
        database.execute(sql);
      }
      database.execute("COMMIT");
      database.execute("BEGIN");
    });
    inTransaction = 0;
    begun = System.nanoTime();
  }

  /** Rows of what was open are written anew, as it is now. */
  private static void dropOpen(NativeDatabase database) throws SQLException {
    for (String table : OPEN) {
      database.execute("DELETE FROM " + table + " WHERE open");
    }
  }

  private static void damage(NativeDatabase database, String text) throws SQLException {
    database.execute(
        "INSERT INTO loss SELECT NULL, NULL, 'damaged', NULL, NULL, NULL, NULL, "
            + text
            + " WHERE NOT EXISTS (FROM loss WHERE what = 'damaged' AND text = "
            + text
            + ")");
  }

  /** Who follows an archive lets others ask between two transactions. */
  private void yieldToReaders() throws SQLException {
    if (following) {
      release();
      LockSupport.parkNanos(2 * Database.AGAIN_NANOS);
    }
  }

  private void release() throws SQLException {
    Loader ending = loader;
    loader = null;
    rows = null;
    if (ending != null) {
      ending.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      release();
    } catch (SQLException e) {
      throw Database.failed(file, e);
    }
  }
}
