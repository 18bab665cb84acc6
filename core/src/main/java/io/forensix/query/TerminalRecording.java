// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a terminal showed in a session, from its records. Where the reads of the terminal's master
 * are on record (those of a terminal emulator, sshd, script), they are what it showed, byte for
 * byte. Else it is what programs wrote to the terminal, with what the kernel adds to it: a carriage
 * return before each line feed, unless the program had switched that off; what the kernel echoed is
 * missing then.
 *
 * @param exact whether it is what the master read
 * @param frames what happened, in order
 */
public record TerminalRecording(boolean exact, List<Frame> frames) {
  /** Size of a terminal that nobody has told the size of. */
  public static final int USUAL_COLUMNS = 80;

  /** Likewise. */
  public static final int USUAL_ROWS = 24;

  private static final int OPOST = 1;
  private static final int ONLCR = 4;

  /** Copies the list. */
  public TerminalRecording {
    frames = List.copyOf(frames);
  }

  /** What a frame is. */
  public enum Kind {
    /** Bytes that were shown. */
    OUTPUT,
    /** Bytes that were typed. */
    INPUT,
    /** The window has another size. */
    SIZE
  }

  /**
   * Something that happened at a terminal.
   *
   * @param ns when, ns since 1970
   * @param kind what
   * @param data the bytes; none for a size
   * @param rows height, of a size
   * @param columns width, of a size
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares frames; the array is not copied.
  public record Frame(long ns, Kind kind, byte[] data, int rows, int columns) {}

  /**
   * Reads that of a session.
   *
   * @param id number of the session, as {@code sessions} has it
   * @throws IndexException when the tables cannot be read
   */
  public static TerminalRecording of(Tables tables, long id) throws IndexException {
    List<Row> rows = new ArrayList<>();
    boolean master = false;
    boolean typed = false;
    try (Answer answer = tables.ask(Tables.question("replay"), Map.of("id", id))) {
      while (answer.next()) {
        Row row =
            new Row(
                answer.number(0),
                answer.text(1).equals("master"),
                answer.text(2),
                answer.bytes(3),
                (int) answer.number(4),
                (int) answer.number(5));
        rows.add(row);
        master |= row.master && row.what.equals("output");
        typed |= row.master && row.what.equals("input");
      }
    }
    return new TerminalRecording(master, frames(rows, master, typed));
  }

  /** A row of the table. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares rows.
  private record Row(long ns, boolean master, String what, byte[] data, int rows, int columns) {}

  private static List<Frame> frames(List<Row> rows, boolean master, boolean typed) {
    List<Frame> frames = new ArrayList<>();
    boolean returns = true;
    int height = 0;
    int width = 0;
    for (Row row : rows) {
      switch (row.what) {
        case "output" -> {
          if (row.master == master) {
            byte[] data = master || !returns ? row.data : withReturns(row.data);
            frames.add(new Frame(row.ns, Kind.OUTPUT, data, 0, 0));
          }
        }
        case "input" -> {
          if (row.master == typed) {
            frames.add(new Frame(row.ns, Kind.INPUT, row.data, 0, 0));
          }
        }
        case "size" -> {
          if (row.rows > 0 && row.columns > 0 && (row.rows != height || row.columns != width)) {
            height = row.rows;
            width = row.columns;
            frames.add(new Frame(row.ns, Kind.SIZE, new byte[0], height, width));
          }
        }
        default -> returns = (row.rows & (OPOST | ONLCR)) == (OPOST | ONLCR);
      }
    }
    return frames;
  }

  private static byte[] withReturns(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    for (byte one : data) {
      if (one == '\n') {
        out.write('\r');
      }
      out.write(one);
    }
    return out.toByteArray();
  }

  /** Returns all that was shown, one after the other. */
  public byte[] output() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      if (frame.kind == Kind.OUTPUT) {
        out.writeBytes(frame.data);
      }
    }
    return out.toByteArray();
  }
}
