// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import io.forensix.timeline.CallJoin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks what was in a file at a time. The tables say which file had the name, and what was done to
 * it; that is folded, and then the bytes are fetched of what is left.
 */
public final class ContentQuestion {
  /**
   * Files that others are copied from, and from which these are copied: beyond, it is not known.
   */
  private static final int MOST_FILES = 256;

  private static final String NOWHERE = "nothing on record says what was there";

  private final Tables tables;
  private final Path archive;

  /** A file, and from when to when its inode was this file's, ns since 1970. */
  private record Life(Step.FileId id, long since, long until) {
    @Override
    public String toString() {
      return "%d:%d:%s:%d:%d"
          .formatted(id.host(), id.dev(), Long.toUnsignedString(id.inode()), since, until);
    }
  }

  /** A name of a file, from when to when, ns since 1970. */
  private record Named(Step.FileId id, long from, long to, boolean found) {}

  /** Makes a question to the tables of an archive. */
  public ContentQuestion(Tables tables, Path archive) {
    this.tables = tables;
    this.archive = archive;
  }

  /**
   * Returns what was in the file that had a name at a time; empty where none had, as far as is
   * known.
   *
   * @param untilSize only so many bytes of it
   * @throws IOException when the tables or the archive cannot be read
   */
  public Optional<Content> ask(String file, Instant when, long untilSize) throws IOException {
    long at = ns(when);
    Step.FileId id = named(file, at);
    return id == null ? Optional.empty() : Optional.of(ask(id, at, untilSize));
  }

  /**
   * Returns the file that had a name at a time; empty where none had, as far as is known.
   *
   * @throws IndexException when the tables cannot be read
   */
  public Optional<Step.FileId> find(String file, Instant when) throws IndexException {
    return Optional.ofNullable(named(file, ns(when)));
  }

  private Content ask(Step.FileId id, long at, long untilSize) throws IOException {
    Map<Step.FileId, Life> lives = new LinkedHashMap<>();
    lives.put(id, life(id, at));
    sources(lives, at);
    ContentFold fold = new ContentFold(at, List.copyOf(lives.keySet()));
    steps(lives.values(), at, fold);
    FileState state = fold.file(id);
    long size = Math.min(state.size(), untilSize);
    boolean sized = state.sized() || state.size() >= untilSize;
    Map<Step.Key, byte[]> fetched = new HashMap<>();
    List<Extent> extents = fetch(state.extents.covering(0, size, NOWHERE), fetched);
    return new Content(
        id,
        at,
        sized && state.sized() ? state.size() : size,
        sized,
        joined(extents),
        new ContentBytes(tables, fetched));
  }

  private static long ns(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static long ns(Answer answer, int column, long otherwise) throws IndexException {
    String text = answer.text(column);
    return text.isEmpty() ? otherwise : ns(Instant.parse(text));
  }

  /** Of the files that had a name, the one that has it; or the one that is found there later. */
  private Step.@Nullable FileId named(String file, long at) throws IndexException {
    List<Named> names = new ArrayList<>();
    try (Answer answer = tables.ask(Tables.question("content-file"), Map.of("file", file))) {
      while (answer.next()) {
        Step.FileId id =
            new Step.FileId((int) answer.number(0), (int) answer.number(1), answer.number(2));
        long from = ns(answer, 3, Long.MIN_VALUE);
        names.add(new Named(id, from, ns(answer, 4, Long.MAX_VALUE), found(answer)));
      }
    }
    Step.FileId now = null;
    boolean later = true;
    for (Named name : names) {
      if (name.from <= at) {
        now = name.to > at ? name.id : null;
        later = false;
      } else if (later && now == null) {
        return name.found ? name.id : null;
      }
    }
    return now;
  }

  private static boolean found(Answer answer) throws IndexException {
    return answer.text(5).equals("found");
  }

  private Life life(Step.FileId id, long at) throws IndexException {
    Map<String, Object> values = new HashMap<>();
    values.put("host", id.host());
    values.put("dev", id.dev());
    values.put("inode", id.inode());
    values.put("at", at);
    try (Answer answer = tables.ask(Tables.question("content-life"), values)) {
      answer.next();
      return new Life(id, ns(answer, 0, 0), ns(answer, 1, Long.MAX_VALUE));
    }
  }

  /** Adds the files that were copied to those there are, and so on. */
  private void sources(Map<Step.FileId, Life> lives, long at) throws IndexException {
    List<Life> fresh = List.copyOf(lives.values());
    while (!fresh.isEmpty() && lives.size() < MOST_FILES) {
      Map<Step.FileId, Long> found = new LinkedHashMap<>();
      Map<String, Object> values = Map.of("files", list(fresh), "at", at);
      try (Answer answer = tables.ask(Tables.question("content-sources"), values)) {
        while (answer.next()) {
          Step.FileId id =
              new Step.FileId((int) answer.number(0), (int) answer.number(1), answer.number(2));
          found.put(id, ns(answer, 3, at));
        }
      }
      fresh = new ArrayList<>();
      for (Map.Entry<Step.FileId, Long> one : found.entrySet()) {
        if (!lives.containsKey(one.getKey()) && lives.size() < MOST_FILES) {
          Life life = life(one.getKey(), one.getValue());
          lives.put(one.getKey(), life);
          fresh.add(life);
        }
      }
    }
  }

  private static String list(Iterable<Life> lives) {
    List<String> texts = new ArrayList<>();
    lives.forEach(life -> texts.add(life.toString()));
    return String.join(",", texts);
  }

  private void steps(Iterable<Life> lives, long at, ContentFold fold) throws IndexException {
    Map<String, Object> values = Map.of("files", list(lives), "at", at);
    try (Answer answer = tables.ask(Tables.question("content-steps"), values)) {
      while (answer.next()) {
        fold.accept(step(answer));
      }
    }
  }

  private static Step step(Answer row) throws IndexException {
    boolean all = row.value(13) == null;
    return new Step(
        row.text(0),
        new Step.Key((int) row.number(1), (int) row.number(2), row.number(3)),
        row.number(4),
        row.number(5),
        (int) row.number(6),
        row.number(7),
        (int) row.number(8),
        row.text(9),
        row.text(10),
        all ? null : new Step.FileId((int) row.number(11), (int) row.number(12), row.number(13)),
        row.number(14),
        row.value(15) == null ? null : row.number(15),
        row.number(16),
        row.number(17),
        Boolean.TRUE.equals(row.value(18)),
        row.number(19),
        new long[] {row.number(20), row.number(21), row.number(22), row.number(23)},
        (int) row.number(24));
  }

  /** Fetches what is not in the tables; what is not in the archive either is not known. */
  private List<Extent> fetch(List<Extent> extents, Map<Step.Key, byte[]> fetched)
      throws IOException {
    Map<Step.Key, Step> wanted = new LinkedHashMap<>();
    for (Extent one : extents) {
      Step by = one.by();
      if (one.origin() != null
          && by != null
          && one.at() + one.to() - one.from() > CallJoin.KEPT_ITEM_BYTES) {
        wanted.put(one.origin(), by);
      }
    }
    if (wanted.isEmpty()) {
      return extents;
    }
    fetched.putAll(ArchiveData.fetch(archive, wanted));
    List<Extent> sure = new ArrayList<>();
    for (Extent one : extents) {
      byte[] data = one.origin() == null ? null : fetched.get(one.origin());
      boolean short_ = wanted.containsKey(one.origin());
      long there = data == null ? 0 : Math.max(0, data.length - one.at());
      if (!short_ || there >= one.to() - one.from()) {
        sure.add(one);
        continue;
      }
      if (there > 0) {
        sure.add(one.within(one.from(), one.from() + there));
      }
      sure.add(Extent.unknown(one.from() + there, one.to(), one.by(), "not in the archive"));
    }
    return sure;
  }

  private static List<Extent> joined(List<Extent> extents) {
    List<Extent> joined = new ArrayList<>();
    for (Extent one : extents) {
      Extent last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && last.joins(one)) {
        joined.set(joined.size() - 1, last.with(one));
      } else {
        joined.add(one);
      }
    }
    return joined;
  }
}
