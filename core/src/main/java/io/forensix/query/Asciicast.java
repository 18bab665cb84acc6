// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what a terminal showed as asciinema has it: asciicast, version 2. */
public final class Asciicast {
  private static final double NS = 1e9;

  private final Writer out;
  private final Text shown = new Text();
  private final Text typed = new Text();

  private Asciicast(Writer out) {
    this.out = out;
  }

  /**
   * Writes a recording.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(TerminalRecording recording, Writer out) throws IOException {
    new Asciicast(out).write(recording);
    out.flush();
  }

  /** Bytes that become characters; what is cut in the middle of one waits for its rest. */
  private static final class Text {
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = {};

    String add(byte[] bytes) {
      ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
      CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
      decoder.decode(in, text, false);
      rest = new byte[in.remaining()];
      in.get(rest);
      return text.flip().toString();
    }
  }

  private void write(TerminalRecording recording) throws IOException {
    int columns = TerminalRecording.USUAL_COLUMNS;
    int rows = TerminalRecording.USUAL_ROWS;
    long begin = recording.frames().isEmpty() ? 0 : recording.frames().get(0).ns();
    for (TerminalRecording.Frame frame : recording.frames()) {
      if (frame.kind() == TerminalRecording.Kind.SIZE) {
        columns = frame.columns();
        rows = frame.rows();
        break;
      }
    }
    header(columns, rows, begin);
    for (TerminalRecording.Frame frame : recording.frames()) {
      double time = (frame.ns() - begin) / NS;
      switch (frame.kind()) {
        case OUTPUT -> event(time, "o", shown.add(frame.data()));
        case INPUT -> event(time, "i", typed.add(frame.data()));
        case SIZE -> {
          if (frame.columns() != columns || frame.rows() != rows) {
            columns = frame.columns();
            rows = frame.rows();
            event(time, "r", columns + "x" + rows);
          }
        }
      }
    }
  }

  private void header(int columns, int rows, long begin) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeNumberProperty("version", 2);
      json.writeNumberProperty("width", columns);
      json.writeNumberProperty("height", rows);
      json.writeNumberProperty("timestamp", begin / 1_000_000_000L);
      json.writeEndObject();
    }
    out.append(line.toString()).append('\n');
  }

  private void event(double time, String kind, String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartArray();
      json.writeNumber(Math.round(time * 1e6) / 1e6);
      json.writeString(kind);
      json.writeString(text);
      json.writeEndArray();
    }
    out.append(line.toString()).append('\n');
  }
}
