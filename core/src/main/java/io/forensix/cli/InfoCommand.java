// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveReader;
import io.forensix.archive.Block;
import io.forensix.archive.BlockHeader;
import io.forensix.archive.BlockKind;
import io.forensix.archive.RecordingMeta;
import io.forensix.record.LostRecord;
import io.forensix.record.MarkKind;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordType;
import io.forensix.text.RecordText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is in an archive. */
@Command(
    name = "info",
    header = "Say what is in an archive.",
    description = {
      "Recordings, hosts and times, and how many blocks, bytes and records there are: by type, by"
          + " CPU, and how many were lost."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  forensix info /var/lib/forensix"})
final class InfoCommand implements Callable<Integer> {
  private static final long NS = 1_000_000_000L;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  /** What was counted. */
  private static final class Count {
    long blocks;
    long bytes;
    long records;
    long lost;
  }

  /** A recording: its blocks may lie in several sessions. */
  private static final class Known {
    @Nullable RecordingMeta meta;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    final Count all = new Count();
    final NavigableMap<Long, String> settings = new TreeMap<>();
    final Map<Integer, Count> cpus = new TreeMap<>();
  }

  private final DayTime times = new DayTime(ZoneId.systemDefault());
  private final Map<UUID, Known> recordings = new LinkedHashMap<>();
  private final Map<RecordType, Long> types = new EnumMap<>(RecordType.class);
  private final Count total = new Count();

  @Override
  public Integer call() throws IOException {
    Faults faults = new Faults(spec);
    long[] block = {0};
    RecordCursor cursor = new RecordCursor(corrupt -> faults.corrupt(block[0], corrupt));
    try (ArchiveReader reader = ArchiveReader.open(directory, faults::fault)) {
      while (reader.next()) {
        block[0] = reader.block().header().number();
        take(reader.block(), cursor);
      }
    }
    show(spec.commandLine().getOut());
    return faults.exitCode();
  }

  private void take(Block block, RecordCursor cursor) throws IOException {
    BlockHeader header = block.header();
    Known known = recordings.computeIfAbsent(header.recordingId(), any -> new Known());
    long bytes = block.whole().byteSize();
    add(known.all, 1, bytes);
    add(total, 1, bytes);
    if (header.kind() == BlockKind.META && known.meta == null) {
      known.meta = block.meta();
    }
    if (header.kind() != BlockKind.RECORDS) {
      return;
    }
    Count cpu = known.cpus.computeIfAbsent(header.cpu(), any -> new Count());
    add(cpu, 1, bytes);
    if (header.records() > 0) {
      known.first = Math.min(known.first, header.firstTime());
      known.last = Math.max(known.last, header.lastTime());
    }
    block.records(cursor);
    while (cursor.next()) {
      types.merge(cursor.type(), 1L, Long::sum);
      if (cursor.record() instanceof MarkRecord mark) {
        settings(known, mark);
      }
      long lost = cursor.record() instanceof LostRecord one ? one.count() : 0;
      for (Count count : new Count[] {total, known.all, cpu}) {
        count.records++;
        count.lost += lost;
      }
    }
  }

  /** Those in force are written again for each reader: what does not change is said once. */
  private static void settings(Known known, MarkRecord mark) {
    if (MarkKind.of(mark.kind()) == MarkKind.SETTINGS) {
      known.settings.put(mark.time(), RecordText.settings(mark));
    }
  }

  private static void add(Count count, long blocks, long bytes) {
    count.blocks += blocks;
    count.bytes += bytes;
  }

  private void show(PrintWriter out) {
    line(out, "archive", directory);
    line(out, "recordings", recordings.size());
    line(out, "blocks", "%,d".formatted(total.blocks));
    line(out, "bytes", "%,d".formatted(total.bytes));
    line(out, "records", "%,d".formatted(total.records));
    types.forEach((type, count) ->
        line(out, "  " + type.name().toLowerCase(java.util.Locale.ROOT), "%,d".formatted(count)));
    line(out, "lost", "%,d".formatted(total.lost));
    recordings.forEach((id, known) -> recording(out, id, known));
  }

  private static void line(PrintWriter out, String name, Object value) {
    out.printf("%-12s %s%n", name, value);
  }

  private void recording(PrintWriter out, UUID id, Known known) {
    out.println();
    line(out, "recording", id);
    RecordingMeta meta = known.meta;
    if (meta != null) {
      line(out, "  host", meta.host().hostName() + " (machine " + meta.hostId() + ")");
      line(out, "  kernel", meta.host().kernelRelease() + ", boot " + meta.bootId());
      line(out, "  program", meta.program() + ", ABI version " + meta.abiVersion());
    }
    long offset = meta == null ? 0 : meta.realtime() - meta.monotonic();
    if (known.first <= known.last) {
      line(out, "  from", instant(known.first + offset));
      line(out, "  to", instant(known.last + offset));
      line(out, "  seconds", "%.3f".formatted((known.last - known.first) / 1e9));
    }
    String before = "";
    for (Map.Entry<Long, String> settings : known.settings.entrySet()) {
      if (!settings.getValue().equals(before)) {
        before = settings.getValue();
        line(out, "  settings", before + ", from " + instant(settings.getKey() + offset));
      }
    }
    out.printf("  %3s %10s %14s %14s %10s%n", "cpu", "blocks", "bytes", "records", "lost");
    known.cpus.forEach((cpu, count) ->
        out.printf(
            "  %3d %,10d %,14d %,14d %,10d%n",
            cpu, count.blocks, count.bytes, count.records, count.lost));
  }

  private String instant(long realtime) {
    Instant at = Instant.ofEpochSecond(Math.floorDiv(realtime, NS), Math.floorMod(realtime, NS));
    return times.day(at) + " (" + at + ")";
  }
}
