// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.CallRecord;
import io.forensix.timeline.Identity;
import io.forensix.timeline.fold.Places.Where;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.MountSpan;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.Source;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names of files, and mounts.
 *
 * <pre>
 * names
 *  └─ path → file    open (the kernel's path), link, rename, mkdir, symlink; unlink takes it away
 * mounts
 *  └─ path → mounts, the last on top
 * </pre>
 *
 * <p>Paths are held as ISO-8859-1 strings, which keep all bytes and sort as they do.
 */
final class Names {
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int AT_FDCWD = -100;
  private static final long RENAME_EXCHANGE = 2;
  private static final long MS_REMOUNT = 32;

  /** A file by a name. */
  private record Name(
      int dev,
      long inode,
      int mode,
      byte[] target,
      long from,
      Cause cause,
      Source begun,
      byte[] before,
      Set<Doubt> doubts) {
    boolean is(FileKey key) {
      return dev == key.dev() && inode == key.inode();
    }
  }

  private record Mount(
      byte[] source,
      byte[] type,
      long flags,
      long namespace,
      long from,
      Source begun,
      Set<Doubt> doubts) {}

  private final TimelineSink sink;
  private final Places places;
  private final TreeMap<String, Name> names = new TreeMap<>();
  private final Map<String, List<Mount>> mounts = new HashMap<>();

  Names(TimelineSink sink, Places places) {
    this.sink = sink;
    this.places = places;
  }

  private static String key(byte[] path) {
    return new String(path, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String path) {
    return path.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A file was opened, and the kernel says by which name. */
  void opened(OpenFile file, CallRecord call, CallKind kind, Source source) {
    FileKey key = file.key;
    if (file.path.length == 0 || file.path[0] != '/' || key.inode() == 0) {
      return;
    }
    String path = key(file.path);
    if (path.endsWith(" (deleted)")) {
      return;
    }
    Name known = names.get(path);
    if (known != null && known.is(key)) {
      return;
    }
    boolean exclusive = made(call, kind);
    if (known != null && known.inode != 0) {
      end(path, known, source.time(), exclusive ? End.OVERWRITTEN : End.UNSEEN, source);
    }
    Name now =
        new Name(
            key.dev(),
            key.inode(),
            key.mode(),
            OpenFile.NOTHING,
            known != null && known.inode == 0 ? known.from : source.time(),
            known != null && known.inode == 0
                ? known.cause
                : exclusive ? Cause.CREATE : Cause.FOUND,
            known != null && known.inode == 0 ? known.begun : source,
            known != null && known.inode == 0 ? known.before : OpenFile.NOTHING,
            known == null && !exclusive ? Set.of(Doubt.ORIGIN) : Set.of());
    names.put(path, now);
  }

  /** O_CREAT alone may find a file that is there; with O_EXCL it is made. */
  private static boolean made(CallRecord call, CallKind kind) {
    int both = O_CREAT | O_EXCL;
    return kind.flagsArg() >= 0 && (call.arg(kind.flagsArg()) & both) == both;
  }

  /** A call that changes names. */
  void fold(Task task, CallRecord call, CallKind kind) {
    if (call.ret() < 0) {
      return;
    }
    Source source = Situation.source(call, task);
    String name = kind.row().name();
    boolean at = name.endsWith("at") || name.equals("renameat2");
    switch (at ? name.substring(0, name.lastIndexOf("at")) : name) {
      case "unlink", "rmdir" -> unlink(task, call, at, source);
      case "mkdir", "mknod" -> {
        Cause cause = name.startsWith("mkdir") ? Cause.MKDIR : Cause.CREATE;
        Where where = at ? place(task, call, 0, 1) : place(task, call, -1, 0);
        make(where, OpenFile.NOTHING, cause, OpenFile.NOTHING, null, source);
      }
      case "symlink" -> {
        Where where = at ? place(task, call, 1, 2) : place(task, call, -1, 1);
        byte[] target = Places.text(call, 0);
        make(
            where,
            target == null ? OpenFile.NOTHING : target,
            Cause.SYMLINK,
            OpenFile.NOTHING,
            null,
            source);
      }
      case "link" -> link(task, call, at, source);
      case "rename" -> rename(task, call, at, source);
      default -> {
        // Not one of these.
      }
    }
  }

  private Where place(Task task, CallRecord call, int dirfd, int path) {
    return places.path(task, call, dirfd < 0 ? AT_FDCWD : (int) call.arg(dirfd), path);
  }

  private void unlink(Task task, CallRecord call, boolean at, Source source) {
    Where where = at ? place(task, call, 0, 1) : place(task, call, -1, 0);
    String path = key(where.path());
    Name known = names.remove(path);
    if (known == null) {
      known = unknown(where, source);
    }
    end(path, known, source.time(), End.UNLINK, source);
  }

  /** A name of which nothing was known until now. */
  private static Name unknown(Where where, Source source) {
    return new Name(
        0,
        0,
        0,
        OpenFile.NOTHING,
        source.time(),
        Cause.FOUND,
        source,
        OpenFile.NOTHING,
        Doubt.with(where.doubts(), Doubt.ORIGIN));
  }

  private void make(
      Where where, byte[] target, Cause cause, byte[] before, @Nullable Name same, Source source) {
    String path = key(where.path());
    Name there = names.get(path);
    if (there != null) {
      end(path, there, source.time(), cause == Cause.RENAME ? End.OVERWRITTEN : End.UNSEEN, source);
    }
    names.put(
        path,
        new Name(
            same == null ? 0 : same.dev,
            same == null ? 0 : same.inode,
            same == null ? 0 : same.mode,
            same == null ? target : same.target,
            source.time(),
            cause,
            source,
            before,
            where.doubts()));
  }

  private void link(Task task, CallRecord call, boolean at, Source source) {
    Where old = at ? place(task, call, 0, 1) : place(task, call, -1, 0);
    Where now = at ? place(task, call, 2, 3) : place(task, call, -1, 1);
    make(now, OpenFile.NOTHING, Cause.LINK, old.path(), names.get(key(old.path())), source);
  }

  private void rename(Task task, CallRecord call, boolean at, Source source) {
    Where old = at ? place(task, call, 0, 1) : place(task, call, -1, 0);
    Where now = at ? place(task, call, 2, 3) : place(task, call, -1, 1);
    boolean exchange = at && call.arg(4) == RENAME_EXCHANGE && call.nr() == 316;
    Map<String, Name> there = exchange ? below(key(now.path())) : Map.of();
    Map<String, Name> moved = below(key(old.path()));
    if (moved.isEmpty()) {
      moved.put(key(old.path()), unknown(old, source));
    }
    move(moved, old, now, source);
    move(there, now, old, source);
  }

  /** A file, or a directory with all that is below it, taken out. */
  private Map<String, Name> below(String path) {
    Map<String, Name> some = new TreeMap<>();
    Name self = names.remove(path);
    if (self != null) {
      some.put(path, self);
    }
    Map<String, Name> inside = names.subMap(path + "/", path + "0");
    some.putAll(inside);
    inside.clear();
    return some;
  }

  private void move(Map<String, Name> some, Where from, Where to, Source source) {
    String old = key(from.path());
    String now = key(to.path());
    some.forEach((path, name) -> {
      end(path, name, source.time(), End.RENAME, source);
      Where where = new Where(bytes(now + path.substring(old.length())), to.doubts());
      make(where, OpenFile.NOTHING, Cause.RENAME, bytes(path), name, source);
    });
  }

  /** A call that mounts or unmounts. */
  void mount(Task task, CallRecord call, CallKind kind) {
    if (call.ret() < 0) {
      return;
    }
    Source source = Situation.source(call, task);
    if (kind.row().name().startsWith("umount")) {
      Where where = place(task, call, -1, 0);
      List<Mount> there = mounts.get(key(where.path()));
      if (there != null && !there.isEmpty()) {
        Mount last = there.remove(there.size() - 1);
        sink.mount(span(key(where.path()), last, source.time(), End.UMOUNT, source));
      }
      return;
    }
    boolean move = kind.row().name().equals("move_mount");
    if (!move && (call.arg(3) & MS_REMOUNT) != 0) {
      return;
    }
    Where where = move ? place(task, call, 2, 3) : place(task, call, -1, 1);
    Identity identity = task.identity;
    mounts
        .computeIfAbsent(key(where.path()), any -> new ArrayList<>())
        .add(
            new Mount(
                move ? place(task, call, 0, 1).path() : given(call, 0),
                move ? OpenFile.NOTHING : given(call, 2),
                move ? 0 : call.arg(3),
                identity == null ? 0 : identity.mountNamespace(),
                source.time(),
                source,
                where.doubts()));
  }

  private static byte[] given(CallRecord call, int arg) {
    byte[] text = Places.text(call, arg);
    return text == null ? OpenFile.NOTHING : text;
  }

  private void end(String path, Name of, long time, End how, Source source) {
    sink.name(span(path, of, time, how, source));
  }

  private static NameSpan span(String path, Name of, long to, End how, Source ended) {
    return new NameSpan(
        bytes(path),
        of.dev,
        of.inode,
        of.mode,
        of.target,
        of.from,
        to,
        of.cause,
        of.begun,
        of.before,
        how,
        ended,
        how == End.UNSEEN ? Doubt.with(of.doubts, Doubt.END) : of.doubts);
  }

  private static MountSpan span(String path, Mount of, long to, End how, Source ended) {
    return new MountSpan(
        bytes(path),
        of.source,
        of.type,
        of.flags,
        of.namespace,
        of.from,
        to,
        Cause.MOUNT,
        of.begun,
        how,
        ended,
        of.doubts);
  }

  void open(TimelineSink to) {
    names.forEach((path, name) -> to.name(span(path, name, Span.OPEN, End.NONE, Source.NONE)));
    mounts.forEach((path, all) ->
        all.forEach(one -> to.mount(span(path, one, Span.OPEN, End.NONE, Source.NONE))));
  }
}
