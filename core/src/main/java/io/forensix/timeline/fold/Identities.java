// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.Context;
import io.forensix.timeline.Identity;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.CredentialSpan;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.SessionSpan;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/** Who the threads are, and the sessions that this makes: TASK, CONTEXT, EXEC, FORK, EXIT. */
final class Identities {
  /** A session with members that live. */
  private static final class Session {
    final int number;
    ProcessKey leader;
    int tty;
    Identity identity;
    long from;
    Cause cause;
    Source begun;
    int members;

    Session(int number, ProcessKey leader, Identity identity, long from, Cause how, Source source) {
      this.number = number;
      this.leader = leader;
      this.identity = identity;
      this.tty = identity.tty();
      this.from = from;
      this.cause = how;
      this.begun = source;
    }
  }

  private final TimelineSink sink;
  private final Tasks tasks;
  private final MutableIntObjectMap<Session> sessions = IntObjectMaps.mutable.empty();

  Identities(TimelineSink sink, Tasks tasks) {
    this.sink = sink;
    this.tasks = tasks;
  }

  /** A record says who a task is. */
  void is(Task task, Context context, Cause how, Source source) {
    Identity before = task.identity;
    Identity now = Identity.of(context);
    if (now.equals(before)) {
      return;
    }
    if (before != null) {
      sink.credential(span(task, before, source.time(), End.CHANGED, source));
    }
    Cause cause = before == null || how == Cause.EXEC ? how : change(before, now);
    begin(task, now, source.time(), cause, source);
    // The new one first: a session whose last member only changes its terminal goes on.
    join(task, now, source.time(), cause, source);
    if (before != null) {
      part(before, source.time(), source);
    }
  }

  private static Cause change(Identity before, Identity now) {
    if (before.session() != now.session()) {
      return Cause.SETSID;
    }
    return before.tty() != now.tty() ? Cause.TERMINAL : Cause.SET_IDENTITY;
  }

  private static void begin(Task task, Identity now, long time, Cause cause, Source source) {
    task.identity = now;
    task.identityFrom = time;
    task.identityCause = cause;
    task.identityBegun = source;
  }

  /** A child is who its parent is. */
  void fork(Task parent, Task child, long time, Source source) {
    Identity identity = parent.identity;
    if (identity != null) {
      begin(child, identity, time, Cause.FORK, source);
      join(child, identity, time, Cause.FORK, source);
    }
  }

  /** A thread goes on under another number. */
  void renumbered(Task task, int tid, long time, Source source) {
    Identity identity = task.identity;
    if (identity != null) {
      sink.credential(span(task, identity, time, End.CHANGED, source));
      task.tid = tid;
      begin(task, identity, time, Cause.EXEC, source);
    }
  }

  void leave(Task task, long time, Source source) {
    Identity identity = task.identity;
    if (identity != null) {
      sink.credential(span(task, identity, time, End.EXIT, source));
      part(identity, time, source);
    }
  }

  private void join(Task task, Identity now, long time, Cause how, Source source) {
    Session session = sessions.get(now.session());
    if (session == null) {
      boolean leads = task.process.key.tgid() == now.session();
      boolean began = how == Cause.SETSID && leads;
      Cause cause = began ? Cause.SETSID : Cause.FOUND;
      session = new Session(now.session(), leader(now.session()), now, time, cause, source);
      sessions.put(now.session(), session);
    } else if (session.tty != now.tty() && task.process.key.tgid() == now.session()) {
      sink.session(span(session, time, End.CHANGED, source));
      session.tty = now.tty();
      session.identity = now;
      session.from = time;
      session.cause = Cause.TERMINAL;
      session.begun = source;
    }
    if (session.leader.start() == 0) {
      session.leader = leader(session.number);
    }
    session.members++;
  }

  private ProcessKey leader(int number) {
    Life life = tasks.byTgid.get(number);
    return life == null ? new ProcessKey(number, 0) : life.key;
  }

  private void part(Identity was, long time, Source source) {
    Session session = sessions.get(was.session());
    if (session != null && --session.members == 0) {
      sessions.remove(was.session());
      sink.session(span(session, time, End.EXIT, source));
    }
  }

  private static Set<Doubt> doubts(Cause cause) {
    return cause == Cause.FOUND ? Set.of(Doubt.ORIGIN) : Set.of();
  }

  private static SessionSpan span(Session of, long to, End how, Source ended) {
    return new SessionSpan(
        of.number,
        of.leader,
        of.tty,
        of.identity.loginUid(),
        of.identity.auditSession(),
        of.from,
        to,
        of.cause,
        of.begun,
        how,
        ended,
        doubts(of.cause));
  }

  private static CredentialSpan span(Task of, Identity was, long to, End how, Source ended) {
    return new CredentialSpan(
        of.process.key,
        of.tid,
        was,
        of.identityFrom,
        to,
        of.identityCause,
        of.identityBegun,
        how,
        ended,
        doubts(of.identityCause));
  }

  void open(TimelineSink to) {
    tasks.byTid.forEachValue(task -> {
      @Nullable Identity identity = task.identity;
      if (identity != null) {
        to.credential(span(task, identity, Span.OPEN, End.NONE, Source.NONE));
      }
    });
    sessions.forEachValue(one -> to.session(span(one, Span.OPEN, End.NONE, Source.NONE)));
  }
}
