// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.abi.fx_seal;
import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Retention;
import io.forensix.archive.Roll;
import io.forensix.archive.Samples;
import io.forensix.record.LittleEndian;
import io.forensix.seal.SealedRecording.Laid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealVerifierTest {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID TWO = new UUID(2, 2);
  private static final int SEEDS = Integer.getInteger("forensix.forgeries", 200);
  private static final int CPUS = 2;

  @TempDir private Path directory;
  private SealKeys keys;
  private FirstKey first;
  private FirstKey second;

  @BeforeEach
  void keys() throws IOException {
    Path file = directory.resolve("keys");
    first = SealKeys.issue(file, Instant.EPOCH);
    second = SealKeys.issue(file, Instant.EPOCH);
    keys = SealKeys.read(file);
  }

  private Map<UUID, List<Laid>> recordings(SplittableRandom random) {
    Map<UUID, List<Laid>> all = new LinkedHashMap<>();
    all.put(ONE, new SealedRecording(first, ONE, CPUS, random, 1_000).run(60).stop());
    all.put(TWO, new SealedRecording(second, TWO, CPUS, random, 1_000).run(60).stop());
    return all;
  }

  private SealReport verify(Path archive) throws IOException {
    return SealVerifier.verify(archive, keys, false, null);
  }

  @Test
  void provesWhatTheKernelSealed() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Map<UUID, List<Laid>> all = recordings(random);
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, all, random);
    assertThat(ArchiveVerifier.verify(archive).sound()).isTrue();
    SealReport report = verify(archive);
    assertThat(report.faults()).isEmpty();
    assertThat(report.open()).isFalse();
    assertThat(report.recordings()).extracting(Sealed::end).containsOnly(Sealed.End.WHOLE);
    assertThat(report.recordings()).extracting(Sealed::rings).containsOnly(CPUS);
    long seals = all.get(ONE).stream().filter(Laid::isSeal).count();
    assertThat(report.recordings().getFirst().seals()).isEqualTo(seals);
    // All but the marks of the reader that came before there was a key.
    assertThat(report.recordings().getFirst().records())
        .isEqualTo(all.get(ONE).size() - seals - CPUS);
    assertThat(report.recordings().getFirst().until())
        .isEqualTo(instant(all.get(ONE).getLast().time()));
  }

  @Test
  void namesTheBlocksOfAChange() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    Map<UUID, List<Laid>> all = recordings(random);
    List<Laid> records = all.get(ONE);
    int at = records.size() / 2;
    while (records.get(at).isSeal() || records.get(at).bytes().length <= 72) {
      at++;
    }
    Laid changed = records.get(at);
    changed.bytes()[changed.bytes().length - 1] ^= 1;
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, all, random);
    assertThat(ArchiveVerifier.verify(archive).sound()).isTrue();
    SealReport report = verify(archive);
    assertThat(report.faultCount()).isEqualTo(1);
    ArchiveFault fault = report.faults().getFirst();
    assertThat(fault.kind()).isEqualTo(ArchiveFault.Kind.SEAL);
    assertThat(fault.text())
        .matches(
            "cpu %d: its records \\d+ to \\d+, in blocks %d to \\d+, are not what the kernel sealed.*"
                .formatted(changed.cpu(), fault.place().number()));
    // The seal before the change is the last that proves all before it.
    long before =
        records.subList(0, at).stream()
            .filter(record -> record.isSeal() && record.cpu() == changed.cpu())
            .mapToLong(Laid::time)
            .max()
            .orElseThrow();
    assertThat(report.recordings().getFirst().doubtful()).contains(instant(before));
    assertThat(report.recordings().getLast().doubtful()).isEmpty();
  }

  @Test
  void anEndWithoutLastSealsIsOpen() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    SealedRecording recording = new SealedRecording(first, ONE, CPUS, random, 5).run(40);
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, Map.of(ONE, recording.laid()), random);
    SealReport report = SealVerifier.verify(archive, keys, true, null);
    assertThat(report.faults()).isEmpty();
    assertThat(report.open()).isTrue();
    // Of the second key, which nothing is sealed with, somebody ought to know why.
    assertThat(verify(archive).faults())
        .singleElement()
        .extracting(ArchiveFault::text)
        .asString()
        .startsWith("nothing is sealed with key " + second.id());
  }

  /** An archive of two recordings and many files, of which some are retired. */
  private Path retired(Map<UUID, List<Laid>> all, int files) throws IOException {
    Path archive = directory.resolve("archive");
    AtomicLong seconds = new AtomicLong(1_800_000_000);
    ArchiveOptions options =
        Samples.options()
            .withRoll(Roll.FIVE_MINUTES)
            .withClock(() -> Instant.ofEpochSecond(seconds.addAndGet(40)));
    SealedArchive.write(archive, all, new SplittableRandom(7), options);
    List<Path> paths;
    try (Stream<Path> list = Files.list(archive)) {
      paths = list.filter(path -> path.toString().endsWith(".cq4")).sorted().toList();
    }
    assertThat(paths).hasSizeGreaterThan(files + 1);
    Instant now = Instant.now();
    for (int i = 0; i < paths.size(); i++) {
      Instant at = now.minus(Duration.ofHours(i < files ? 10 : 1));
      Files.setLastModifiedTime(paths.get(i), FileTime.from(at));
    }
    Retention retention = new Retention(Duration.ofHours(5), 0, List.of(), true);
    assertThat(retention.apply(archive, now).files()).isEqualTo(files);
    assertThat(ArchiveVerifier.verify(archive).sound()).isTrue();
    return archive;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatWasRetiredIsNotMissed(int files) throws IOException {
    Map<UUID, List<Laid>> all = recordings(new SplittableRandom(8));
    SealReport report = verify(retired(all, files));
    assertThat(report.faults()).isEmpty();
    assertThat(report.recordings()).extracting(Sealed::end).containsOnly(Sealed.End.WHOLE);
    assertThat(report.recordings().getFirst().unproved()).isPresent();
    assertThat(report.recordings().getLast().records())
        .isGreaterThan(report.recordings().getLast().unproved().orElse(0));
  }

  @Test
  void aRecordingThatWasRetiredAsAWholeIsNotMissed() throws IOException {
    SealReport report = verify(retired(recordings(new SplittableRandom(8)), 7));
    assertThat(report.faults()).isEmpty();
    assertThat(report.recordings()).extracting(Sealed::recording).containsExactly(TWO);
  }

  /** What is left is held against its seals as before. */
  @Test
  void whatIsChangedAfterWhatWasRetiredIsFound() throws IOException {
    Map<UUID, List<Laid>> all = recordings(new SplittableRandom(8));
    List<Laid> records = all.get(TWO);
    int at = records.size() * 3 / 4;
    while (records.get(at).isSeal() || records.get(at).bytes().length <= 72) {
      at++;
    }
    records.get(at).bytes()[records.get(at).bytes().length - 1] ^= 1;
    SealReport report = verify(retired(all, 3));
    assertThat(report.faults())
        .singleElement()
        .extracting(ArchiveFault::text)
        .asString()
        .contains("are not what the kernel sealed");
  }

  @Test
  void aRecordingThatIsMissingIsMissed() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    Map<UUID, List<Laid>> all = recordings(random);
    all.remove(ONE);
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, all, random);
    assertThat(verify(archive).faults())
        .singleElement()
        .extracting(ArchiveFault::text)
        .asString()
        .startsWith("nothing is sealed with key " + first.id());
  }

  @Test
  void anotherKeyProvesNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, recordings(random), random);
    Path others = directory.resolve("others");
    SealKeys.create(others, 3);
    SealReport report = SealVerifier.verify(archive, SealKeys.read(others), false, null);
    assertThat(report.recordings()).isEmpty();
    assertThat(report.faults())
        .isNotEmpty()
        .allMatch(fault -> fault.text().startsWith("sealed with a key that is not at hand"));
  }

  /**
   * Whoever rewrites an archive makes its sums, hashes and numbers anew, so that it is sound; what
   * the kernel sealed, he cannot.
   */
  @Test
  void catchesWhoRewritesAnArchive() throws IOException {
    int sound = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Forgery forgery = Forgery.values()[seed % Forgery.values().length];
      Map<UUID, List<Laid>> all = recordings(random);
      UUID victim = random.nextInt(4) == 0 ? ONE : TWO;
      boolean thorough = random.nextInt(4) != 0;
      all.put(victim, forged(all.get(victim), forgery, thorough, random));
      Path archive = directory.resolve("archive" + seed);
      SealedArchive.write(archive, all, random);
      sound += ArchiveVerifier.verify(archive).sound() ? 1 : 0;
      SealReport report = verify(archive);
      assertThat(report.faultCount() > 0 || report.open())
          .as("seed %d: %s of %s", seed, forgery, victim)
          .isTrue();
      remove(archive);
    }
    assertThat(sound).isGreaterThan(SEEDS / 2);
  }

  /** Until something has come of it, for each ring by itself. */
  private static List<Laid> forged(
      List<Laid> records, Forgery forgery, boolean thorough, SplittableRandom random) {
    // The marks before the first seals are outside of what is sealed.
    List<Laid> marks = records.subList(0, CPUS);
    while (true) {
      List<Laid> all =
          new ArrayList<>(records.subList(CPUS, records.size()).stream().map(Laid::copy).toList());
      forgery.forge(all, random);
      all.addAll(0, marks);
      List<Laid> forged = thorough ? SealedArchive.renumbered(all) : all;
      for (int cpu = 0; cpu < CPUS; cpu++) {
        if (!Arrays.equals(ring(forged, cpu), ring(records, cpu))) {
          return forged;
        }
      }
    }
  }

  private static byte[] ring(List<Laid> records, int cpu) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    records.stream()
        .filter(record -> record.cpu() == cpu)
        .forEach(record -> bytes.writeBytes(record.bytes()));
    return bytes.toByteArray();
  }

  /** Who takes the machine has the keys of that moment, and all that come after it. */
  @Test
  void aStolenKeyForgesNothingBeforeItsTime() throws IOException {
    int tried = 0;
    for (int seed = 0; seed < SEEDS / 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SealedRecording recording = new SealedRecording(first, ONE, CPUS, random, 5).run(50);
      List<Laid> past = recording.laid().stream().map(Laid::copy).toList();
      Laid changed = past.get(CPUS + random.nextInt(past.size() - CPUS));
      SealedRecording.Ring ring = recording.rings().get(changed.cpu());
      changed.bytes()[changed.bytes().length - 1] ^= 4;
      // Every seal that covers the change, and those after it, made anew with the stolen key.
      List<byte[]> since = new ArrayList<>();
      boolean after = false;
      for (Laid record : past) {
        after |= record == changed;
        if (record.cpu() != changed.cpu()) {
          continue;
        }
        if (record.isSeal()) {
          if (after) {
            if (random.nextBoolean()) {
              LittleEndian.put64(record.memory(), fx_seal.turn$offset(), ring.chain.turn());
            }
            SealedRecording.sign(ring.chain, since, record.bytes());
          }
          since.clear();
        }
        since.add(record.bytes());
      }
      if (!covered(past, changed)) {
        continue;
      }
      tried++;
      Path archive = directory.resolve("archive" + seed);
      SealedArchive.write(archive, Map.of(ONE, past), random);
      assertThat(SealVerifier.verify(archive, keys, true, null).faultCount())
          .as("seed %d", seed)
          .isPositive();
      remove(archive);
    }
    assertThat(tried).isGreaterThan(SEEDS / 20);
  }

  @Test
  void whatComesAfterATheftIsSaidToBeUncertain() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    SealedRecording recording = new SealedRecording(first, ONE, CPUS, random, 5).run(50);
    long stolen = recording.time() + 1;
    long sealed =
        recording.laid().stream().filter(record -> !record.isSeal()).count()
            - CPUS
            - recording.rings().stream().mapToLong(ring -> ring.since.size() - 1).sum();
    // From here on it is the thief who lays down records, and seals them with the keys he has.
    List<Laid> all = recording.run(50).stop();
    Path archive = directory.resolve("archive");
    SealedArchive.write(archive, Map.of(ONE, all), random);
    SealReport report = SealVerifier.verify(archive, keys, true, instant(stolen));
    assertThat(report.faults()).isEmpty();
    assertThat(report.recordings().getFirst().beforeTaken()).isEqualTo(sealed);
    assertThat(report.recordings().getFirst().records()).isGreaterThan(sealed);
  }

  /** Is there a seal behind it in its ring? */
  private static boolean covered(List<Laid> all, Laid record) {
    return all.subList(all.indexOf(record), all.size()).stream()
        .anyMatch(later -> later.isSeal() && later.cpu() == record.cpu());
  }

  private static Instant instant(long time) {
    long realtime = SealedRecording.REALTIME_AT_0 + time;
    return Instant.ofEpochSecond(realtime / 1_000_000_000L, realtime % 1_000_000_000L);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
