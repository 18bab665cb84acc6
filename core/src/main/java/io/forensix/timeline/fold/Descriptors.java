// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.FileId;
import io.forensix.timeline.fold.DescriptorTable.Displaced;
import io.forensix.timeline.fold.DescriptorTable.Member;
import io.forensix.timeline.fold.DescriptorTable.Surprise;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to descriptors, once a call is understood; and the comparison with what the kernel
 * says.
 *
 * <p>A call has its effect at some time between its entry and its return, and its record comes at
 * the return. On a table that several threads share, a record may therefore say otherwise than the
 * table because another thread's call has had its effect, and not yet its record. The kernel's word
 * is taken at once; it is a disagreement only if no such record follows.
 */
final class Descriptors {
  private final TimelineSink sink;
  private final OpenFiles files;
  private final Situation situation;
  private @Nullable Messages messages;
  private long disagreements;

  Descriptors(TimelineSink sink, OpenFiles files, Situation situation) {
    this.sink = sink;
    this.files = files;
    this.situation = situation;
  }

  /** Says who knows of descriptors that are passed. */
  void passedBy(Messages some) {
    messages = some;
  }

  /** A call made a descriptor. Returns it. */
  Descriptor put(
      DescriptorTable table,
      int fd,
      OpenFile file,
      long entered,
      long time,
      Cause cause,
      Source source) {
    explain(table, fd, entered, time, source);
    Descriptor there = table.open.get(fd);
    if (there != null && there.provisional() && there.from >= entered && there.file == file) {
      // Met in another thread's call before this one's record came.
      there.from = Math.min(there.from, time);
      there.cause = cause;
      there.begun = source;
      there.doubts = Set.of();
      return there;
    }
    file.references++;
    if (there != null) {
      displace(table, there, time, source);
    }
    Descriptor made = new Descriptor(fd, file, time, cause, source, situation.losses);
    if (!file.key.known()) {
      made.doubts = Set.of(Doubt.FILE);
    }
    table.open.put(fd, made);
    return made;
  }

  /** Another process gave this one a descriptor; a number that was in use is replaced. */
  Descriptor given(
      DescriptorTable table, int fd, OpenFile file, long entered, long time, Source source) {
    Descriptor there = table.open.get(fd);
    if (there != null && !(there.provisional() && there.from >= entered)) {
      table.open.remove(fd);
      end(table, there, time, End.REPLACED, source);
    }
    return put(table, fd, file, entered, time, Cause.SECCOMP_ADDFD, source);
  }

  /** The number was free, or the kernel would not have given it: who freed it is to come. */
  private void displace(DescriptorTable table, Descriptor there, long time, Source source) {
    table.open.remove(there.fd);
    if (table.contested()) {
      table.displaced.add(new Displaced(there, time, source));
    } else {
      surprise(table, source, there, FileKey.UNKNOWN);
      end(table, there, time, End.UNSEEN, source);
    }
  }

  /** A call closed a descriptor, of which the kernel said what it was; null: it did not. */
  void close(
      DescriptorTable table,
      int fd,
      @Nullable FileId id,
      long entered,
      long time,
      End how,
      Source source) {
    explain(table, fd, entered, time, source);
    for (Iterator<Displaced> all = table.displaced.iterator(); all.hasNext(); ) {
      Displaced one = all.next();
      boolean fits = id == null || one.descriptor().file.is(id);
      if (one.descriptor().fd == fd && fits && entered <= one.until()) {
        all.remove();
        end(table, one.descriptor(), Math.min(time, one.until()), how, source);
        return;
      }
    }
    Descriptor there = table.open.get(fd);
    if (there != null) {
      table.open.remove(fd);
      end(table, there, time, how, source);
    }
  }

  /** Ends a descriptor that is in no table any more, for all members of this one. */
  void end(DescriptorTable table, Descriptor gone, long time, End how, Source source) {
    for (Member member : table.members) {
      span(sink, table, member, gone, time, how, source);
    }
    files.release(gone.file, time, source);
  }

  private void span(
      TimelineSink to,
      DescriptorTable table,
      Member member,
      Descriptor of,
      long time,
      End how,
      Source source) {
    boolean joined = member.since > of.from;
    Set<Doubt> doubts = of.doubts;
    if (of.confirmed < situation.losses) {
      doubts = Doubt.with(doubts, Doubt.END);
    }
    if (how == End.UNSEEN) {
      doubts = Doubt.with(doubts, Doubt.END);
    }
    long from = joined ? member.since : of.from;
    to.descriptor(
        new DescriptorSpan(
            member.process,
            of.fd,
            of.file.key,
            of.file.path,
            from,
            Math.max(from, time),
            joined ? Cause.SHARE : of.cause,
            joined ? member.source : of.begun,
            joined ? member.origin : of.origin,
            joined ? of.fd : of.originFd,
            of.closedByExec,
            how,
            source,
            doubts));
  }

  /** A task gives up its part in a table. */
  void leave(DescriptorTable table, ProcessKey process, long time, End how, Source source) {
    Member member = table.member(process);
    if (member == null || --member.tasks > 0) {
      return;
    }
    if (table.members.size() == 1) {
      settle(table, time);
      table.open.forEachValue(gone -> end(table, gone, time, how, source));
      table.open.clear();
      table.members.clear();
      return;
    }
    table.open.forEachValue(gone -> span(sink, table, member, gone, time, how, source));
    table.members.remove(member);
  }

  /** What the kernel says of a descriptor that a call uses; null: there is none. */
  void check(
      DescriptorTable table,
      int fd,
      @Nullable FileId id,
      long entered,
      Source[] lazy,
      java.util.function.Supplier<Source> source) {
    Descriptor there = table.open.get(fd);
    if (there == null ? id == null : id != null && there.file.is(id)) {
      if (there != null) {
        confirm(there);
      }
      return;
    }
    if (lazy[0] == null) {
      lazy[0] = source.get();
    }
    differs(table, fd, there, id, entered, lazy[0]);
  }

  private void confirm(Descriptor there) {
    there.confirmed = situation.losses;
    if (!there.doubts.isEmpty() && there.guessed()) {
      there.doubts = without(there.doubts);
    }
  }

  private static Set<Doubt> without(Set<Doubt> some) {
    return some.contains(Doubt.ORIGIN) ? Set.of(Doubt.ORIGIN) : Set.of();
  }

  private void differs(
      DescriptorTable table,
      int fd,
      @Nullable Descriptor there,
      @Nullable FileId id,
      long entered,
      Source source) {
    if (there != null && id != null && there.guessed()) {
      learn(there, id, source);
      return;
    }
    if (recent(table, fd, entered)) {
      return;
    }
    FileKey kernel = OpenFiles.key(id);
    surprise(table, source, there == null ? FileKey.UNKNOWN : there.file.key, fd, kernel);
    if (there != null && !table.contested()) {
      table.open.remove(fd);
      end(table, there, Math.max(there.from, entered), End.UNSEEN, source);
    } else if (there != null && id != null) {
      table.open.remove(fd);
      table.displaced.add(new Displaced(there, source.time(), source));
    }
    if (id != null) {
      OpenFile file = files.met(id, entered == 0 ? source.time() : entered, source);
      file.references++;
      Descriptor met =
          new Descriptor(fd, file, source.time(), Cause.FOUND, source, situation.losses);
      met.doubts = Set.of(Doubt.ORIGIN);
      table.open.put(fd, met);
    }
  }

  /** The kernel names the file behind a descriptor of which that was not known. */
  void learn(Descriptor there, FileId id, Source source) {
    OpenFile before = there.file;
    if (there.cause == Cause.SCM_RIGHTS && messages != null) {
      messages.named(there, id);
    }
    there.doubts = without(there.doubts);
    there.confirmed = situation.losses;
    if (!before.key.known()) {
      there.file = files.learn(before, id);
    } else {
      there.file = files.met(id, there.from, source);
    }
    if (there.file != before) {
      there.file.references++;
      files.release(before, source.time(), source);
    }
  }

  /** Another thread's call changed the number while this one was under way. */
  private static boolean recent(DescriptorTable table, int fd, long entered) {
    Source last = table.changed.get(fd);
    return last != null && (entered == 0 || last.time() >= entered);
  }

  private void surprise(DescriptorTable table, Source source, Descriptor there, FileKey kernel) {
    surprise(table, source, there.file.key, there.fd, kernel);
  }

  private void surprise(
      DescriptorTable table, Source source, FileKey lineage, int fd, FileKey kernel) {
    if (table.complete != situation.losses || situation.filtered) {
      return;
    }
    Surprise surprise = new Surprise(source, fd, lineage, kernel);
    if (table.contested()) {
      table.surprises.add(surprise);
    } else {
      disagree(surprise);
    }
  }

  private void disagree(Surprise surprise) {
    disagreements++;
    sink.disagreement(
        new Disagreement(surprise.record(), surprise.fd(), surprise.lineage(), surprise.kernel()));
  }

  /** A call that changes a number explains the surprises that it overlaps. */
  private void explain(DescriptorTable table, int fd, long entered, long time, Source source) {
    if (table.awaited) {
      table.touched.add(fd);
    }
    if (table.contested()) {
      table.changed.put(fd, source);
    }
    if (!table.surprises.isEmpty()) {
      table.surprises.removeIf(one -> one.fd() == fd && entered <= one.record().time());
    }
  }

  /** Nothing more comes that could explain: what is left is as it is. */
  void settle(DescriptorTable table, long time) {
    table.surprises.forEach(this::disagree);
    table.surprises.clear();
    for (Displaced one : table.displaced) {
      end(table, one.descriptor(), one.until(), End.UNSEEN, one.source());
    }
    table.displaced.clear();
  }

  void open(DescriptorTable table, TimelineSink to) {
    for (Member member : table.members) {
      table.open.forEachValue(
          one -> span(to, table, member, one, Span.OPEN, End.NONE, Source.NONE));
    }
  }

  long disagreements() {
    return disagreements;
  }
}
