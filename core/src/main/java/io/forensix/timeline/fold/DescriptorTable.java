// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of the tasks that share them (CLONE_FILES). Usually these are the threads of one
 * process; each process that has a part in it is a member, with a span of its own for each
 * descriptor.
 */
final class DescriptorTable {
  /** A process with a part in the table. */
  static final class Member {
    final ProcessKey process;
    final long since;
    final Source source;
    final ProcessKey origin;
    int tasks;

    Member(ProcessKey process, long since, Source source, ProcessKey origin) {
      this.process = process;
      this.since = since;
      this.source = source;
      this.origin = origin;
    }
  }

  /** A descriptor whose number was given to another file before the record of its end came. */
  record Displaced(Descriptor descriptor, long until, Source source) {}

  /** A record that says otherwise than the table, until a call that overlaps it explains that. */
  record Surprise(Source record, int fd, FileKey lineage, FileKey kernel) {}

  /** A descriptor that another thread's call ended, until that call can overlap no more. */
  record Gone(int fd, long file, long time) {}

  final MutableIntObjectMap<Descriptor> open = IntObjectMaps.mutable.empty();
  final List<Member> members = new ArrayList<>(1);
  final List<Displaced> displaced = new ArrayList<>(0);
  final List<Surprise> surprises = new ArrayList<>(0);

  /** Numbers that calls changed before the snapshot came to them: it may speak of the past. */
  final MutableIntSet touched = IntSets.mutable.empty();

  /** When each number was changed last, ns; only while it is shared. */
  final MutableIntObjectMap<Source> changed = IntObjectMaps.mutable.empty();

  /** The number of losses up to which all its descriptors are known; -1: never were. */
  int complete = -1;

  /** It waits for the snapshot to tell what it holds. */
  boolean awaited;

  /** Another process may give it descriptors: seccomp's listener. */
  boolean supervised;

  /** Whether a change may come from a call that is not the owner's own, and be told late. */
  boolean contested() {
    return supervised || shared();
  }

  boolean shared() {
    return members.size() > 1 || (!members.isEmpty() && members.get(0).tasks > 1);
  }

  @Nullable Member member(ProcessKey process) {
    for (Member member : members) {
      if (member.process.equals(process)) {
        return member;
      }
    }
    return null;
  }

  void join(ProcessKey process, long since, Source source, ProcessKey origin) {
    Member known = member(process);
    if (known == null) {
      known = new Member(process, since, source, origin);
      members.add(known);
    }
    known.tasks++;
  }

  /** A copy as fork makes one, for a process that joins later. */
  DescriptorTable fork(long time, Source source, ProcessKey from, int losses) {
    DescriptorTable copy = new DescriptorTable();
    open.forEachValue(descriptor -> {
      Descriptor child =
          new Descriptor(
              descriptor.fd, descriptor.file, time, Cause.FORK, source, descriptor.confirmed);
      child.closedByExec = descriptor.closedByExec;
      // The copy itself is certain to begin here, wherever its original came from.
      child.doubts = descriptor.guessed() ? Set.of(Doubt.FILE) : Set.of();
      child.comesFrom(from, descriptor.fd);
      child.file.references++;
      copy.open.put(child.fd, child);
    });
    copy.supervised = supervised;
    copy.complete = complete == losses && !awaited ? losses : -1;
    return copy;
  }
}
