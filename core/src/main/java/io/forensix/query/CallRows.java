// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.record.CallFlag;
import io.forensix.record.CallRecord;
import io.forensix.record.FileId;
import io.forensix.record.ItemKind;
import io.forensix.syscall.Syscall;
import io.forensix.syscall.SyscallTable;
import io.forensix.text.FileText;
import io.forensix.text.ProcessText;
import io.forensix.timeline.Call;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.Identity;
import io.forensix.timeline.IdentityTable;
import io.forensix.timeline.OpenFile;
import io.forensix.timeline.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code event}, {@code io} and {@code tty_io} from the calls of one recording. */
final class CallRows {
  private static final int O_TRUNC = 01000;
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;

  private final int host;
  private final int recording;
  private final SyscallTable table;
  private final FileTable files;
  private final IdentityTable identities;
  private final Terminals terminals = new Terminals();

  CallRows(int host, int recording, SyscallTable table, FileTable files, IdentityTable identities) {
    this.host = host;
    this.recording = recording;
    this.table = table;
    this.files = files;
    this.identities = identities;
  }

  Terminals terminals() {
    return terminals;
  }

  /** Returns whether later rows depend on a call. */
  boolean learnsFrom(CallRecord call) {
    return call.ret() == 0 && name(call.abi(), call.nr()).equals("ioctl");
  }

  /** Takes note of what later rows depend on; has to see each call it learns from, once. */
  void learn(Call call) {
    if (call.ret() == 0 && name(call).equals("ioctl")) {
      FileId id = file(call, 0);
      Payload answer = payload(call, ItemKind.BYTES, 2);
      if (id != null && answer != null) {
        terminals.numbered(id.file(), (int) call.args()[1], answer.bytes());
      }
    }
  }

  /** Writes the rows of a call. */
  void write(Rows rows, Call call, boolean unfinished) {
    String name = name(call);
    event(rows, call, name, unfinished);
    if (!call.returned() || call.failed()) {
      return;
    }
    for (Movement movement : Movement.of(name)) {
      move(rows, call, name, movement);
    }
    opened(rows, call, name);
    mapped(rows, call, name);
    if (name.equals("ioctl")) {
      terminalSetting(rows, call);
    }
  }

  private String name(Call call) {
    return name(call.abi(), call.nr());
  }

  private String name(int abi, int nr) {
    Optional<Syscall> row = table.call(abi, nr);
    return row.isPresent() ? row.get().name() : "syscall_0x" + Integer.toHexString(nr);
  }

  private void event(Rows rows, Call call, String name, boolean unfinished) {
    String path = null;
    String path2 = null;
    FileId id = null;
    for (Payload payload : call.payloads()) {
      if (payload.kind() == ItemKind.CSTR) {
        path2 = path == null ? null : Words.of(payload.bytes());
        path = path == null ? Words.of(payload.bytes()) : path;
      } else if (id == null) {
        id = file(payload);
      }
    }
    rows.to("event").add(host).add(recording).small(call.cpu()).add(call.seq());
    rows.time(call.time()).time(call.entered());
    rows.add(call.tgid()).add(call.start()).add(call.tid()).add("call").add(name);
    rows.add(call.ret(), call.returned());
    for (long arg : call.args()) {
      rows.add(arg);
    }
    rows.add(path).add(path2);
    rows.add(id == null ? 0 : id.file(), id != null).add(unfinished).end();
  }

  private void move(Rows rows, Call call, String name, Movement movement) {
    FileId id = file(call, movement.arg());
    boolean truncate = movement.kind().equals(Movement.TRUNCATE);
    // Of a call that moves bytes within the kernel, what it points to are offsets.
    boolean within = truncate || Movement.of(name).size() > 1;
    Payload data = within ? null : data(call);
    Long pos = Position.of(call, name, movement);
    // What several messages had in all is told by their data; the result counts messages.
    boolean messages = name.endsWith("mmsg") || name.endsWith("mmsg_time64");
    long bytes = messages ? data == null ? 0 : data.full() : truncate ? 0 : call.ret();
    bytes = name.equals("fallocate") ? Position.allocated(call) : bytes;
    String path = id == null && truncate ? string(call) : null;
    int fd = path == null ? (int) call.args()[movement.arg()] : -1;
    io(rows, call, name, movement.kind(), false, fd, id, path, pos, bytes, data);
    if (id != null && data != null && ofDevice(id)) {
      shown(rows, call, movement.kind(), id, data, bytes);
    }
  }

  private void opened(Rows rows, Call call, String name) {
    boolean truncates =
        switch (name) {
          case "creat" -> true;
          case "open" -> (call.args()[1] & O_TRUNC) != 0;
          case "openat" -> (call.args()[2] & O_TRUNC) != 0;
          case "openat2" -> {
            Payload how = payload(call, ItemKind.BYTES, 2);
            yield how != null
                && how.bytes().length >= 2
                && (Terminals.int16(how.bytes(), 0) & O_TRUNC) != 0;
          }
          default -> false;
        };
    if (truncates) {
      FileId id = file(call, Movement.RESULT);
      int fd = (int) call.ret();
      io(rows, call, name, Movement.TRUNCATE, false, fd, id, string(call), 0L, 0, null);
    }
  }

  /** What is done through a mapping is not seen: that it can be, is. */
  private void mapped(Rows rows, Call call, String name) {
    boolean map = name.equals("mmap") || name.equals("mmap2") || name.equals("mmap_pgoff");
    boolean unseen = call.has(CallFlag.UNSEEN);
    if (!map && !unseen) {
      return;
    }
    for (Payload payload : call.payloads()) {
      FileId id = file(payload);
      if (id != null) {
        long protection = map ? call.args()[2] : PROT_WRITE;
        int fd = map ? (int) call.args()[4] : -1;
        Long pos = map ? (Long) Position.ofMapping(call, name) : null;
        if (unseen || (protection & PROT_WRITE) != 0 && (call.args()[3] & 1) != 0) {
          io(rows, call, name, Movement.WRITE, true, fd, id, null, pos, 0, null);
        }
        if (map && (protection & PROT_READ) != 0) {
          io(rows, call, name, Movement.READ, true, fd, id, null, pos, 0, null);
        }
      }
    }
  }

  private void io(
      Rows rows,
      Call call,
      String name,
      String kind,
      boolean possible,
      int fd,
      @Nullable FileId id,
      @Nullable String path,
      @Nullable Long pos,
      long bytes,
      @Nullable Payload data) {
    rows.to("io").add(host).add(recording).small(call.cpu()).add(call.seq()).time(call.time());
    rows.add(call.tgid()).add(call.start()).add(call.tid()).add(name).add(kind).add(possible);
    rows.add(fd, fd >= 0);
    rows.add(id == null ? 0 : id.file(), id != null);
    rows.add(id == null ? 0 : id.dev(), id != null);
    rows.add(id == null ? 0 : id.inode(), id != null);
    rows.add(id == null ? 0 : id.mode(), id != null);
    String known = id == null ? path : path(id, call.time());
    rows.add(known == null || known.isEmpty() ? path : known);
    rows.add(pos == null ? 0 : pos, pos != null).add(bytes);
    if (data == null) {
      rows.nothing().add(bytes == 0).end();
    } else {
      byte[] kept = cut(data.bytes(), bytes);
      boolean whole = kept.length == bytes && !data.missing() && !call.has(CallFlag.CHANGED);
      rows.add(kept).add(whole).end();
    }
  }

  /** An input is recorded as it was given; what was taken of it is what the result says. */
  private static byte[] cut(byte[] bytes, long moved) {
    return bytes.length <= moved ? bytes : Arrays.copyOf(bytes, (int) Math.max(0, moved));
  }

  private void shown(Rows rows, Call call, String kind, FileId id, Payload data, long bytes) {
    Terminals.End end = terminal(call, id);
    if (end != null && bytes > 0) {
      boolean output = kind.equals(Movement.READ) == end.master();
      tty(rows, call, end, output ? "output" : "input");
      rows.add(cut(data.bytes(), bytes)).nothing().nothing().end();
    }
  }

  private void terminalSetting(Rows rows, Call call) {
    int command = (int) call.args()[1];
    FileId id = file(call, 0);
    Payload answer = payload(call, ItemKind.BYTES, 2);
    if (id == null || answer == null || answer.bytes().length < 4 || !ofDevice(id)) {
      return;
    }
    if (command == Terminals.TIOCSWINSZ || command == Terminals.TIOCGWINSZ) {
      Terminals.End end = terminal(call, id);
      if (end != null) {
        tty(rows, call, end, "size");
        byte[] bytes = answer.bytes();
        rows.nothing().add(Terminals.int16(bytes, 0)).add(Terminals.int16(bytes, 2)).end();
      }
    } else if (Terminals.setsMode(command) && answer.bytes().length >= 8) {
      Terminals.End end = terminal(call, id);
      if (end != null) {
        tty(rows, call, end, "mode");
        rows.nothing().add(Terminals.int16(answer.bytes(), 4)).nothing().end();
      }
    }
  }

  private void tty(Rows rows, Call call, Terminals.End end, String what) {
    rows.to("tty_io").add(host).add(recording).small(call.cpu()).add(call.seq());
    rows.time(call.time()).add(end.tty()).add(call.tgid()).add(call.start());
    rows.add(end.master() ? "master" : "slave").add(what);
  }

  private static boolean ofDevice(FileId id) {
    return (id.mode() & 0170000) == 0020000;
  }

  private Terminals.@Nullable End terminal(Call call, FileId id) {
    String path = path(id, call.time());
    if (path == null) {
      return null;
    }
    String own = identities.find(call.tid()).map(CallRows::tty).orElse("?");
    return terminals.of(path, id.file(), own);
  }

  private static String tty(Identity identity) {
    return ProcessText.terminal(identity.tty());
  }

  @Nullable String path(FileId id, long time) {
    OpenFile file = files.find(id, time).orElse(null);
    if (file == null) {
      return null;
    }
    String socket = file.socket() ? FileText.socket(file) : "";
    return socket.isEmpty() ? Words.of(file.path()) : socket;
  }

  private static @Nullable String string(Call call) {
    for (Payload payload : call.payloads()) {
      if (payload.kind() == ItemKind.CSTR) {
        return Words.of(payload.bytes());
      }
    }
    return null;
  }

  private static @Nullable Payload data(Call call) {
    List<Payload> parts =
        call.payloads().stream().filter(part -> part.kind() == ItemKind.GATHER).toList();
    if (parts.size() < 2) {
      return parts.isEmpty() ? payload(call, ItemKind.BYTES, 1) : parts.get(0);
    }
    // Several messages: one after the other.
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.bytes()));
    long full = parts.stream().mapToLong(Payload::full).sum();
    boolean missing = parts.stream().anyMatch(Payload::missing);
    return new Payload(ItemKind.GATHER, 1, 0, full, all.size(), all.toByteArray(), missing);
  }

  private static @Nullable Payload payload(Call call, ItemKind kind, int arg) {
    Payload found = null;
    for (Payload payload : call.payloads()) {
      // Of what goes in and comes out, the last is what came out.
      if (payload.kind() == kind && payload.arg() == arg) {
        found = payload;
      }
    }
    return found;
  }

  private static @Nullable FileId file(Call call, int arg) {
    for (Payload payload : call.payloads()) {
      if (payload.arg() == arg) {
        FileId id = file(payload);
        if (id != null) {
          return id;
        }
      }
    }
    return null;
  }

  private static @Nullable FileId file(Payload payload) {
    boolean whole = payload.kind() == ItemKind.FILE && payload.bytes().length >= FileId.BYTES;
    return whole ? FileId.of(payload.bytes()) : null;
  }
}
