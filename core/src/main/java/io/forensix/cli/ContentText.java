// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.IndexException;
import io.forensix.query.content.Certainty;
import io.forensix.query.content.Content;
import io.forensix.query.content.Extent;
import io.forensix.query.content.Step;
import io.forensix.text.LineDiff;
import io.forensix.text.Quote;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what was in a file. */
final class ContentText {
  private static final int LINE_BYTES = 16;

  private final PrintWriter out;

  ContentText(PrintWriter out) {
    this.out = out;
  }

  private static String time(long ns) {
    return Instant.ofEpochSecond(0, ns).toString();
  }

  /** Writes which ranges there are and, if wished, their bytes. */
  void table(String file, Content content, boolean bytes) throws IndexException {
    out.printf(
        "%s at %s: %s%d bytes%n",
        Quote.safe(file), time(content.at()), content.sized() ? "" : "at least ", content.size());
    out.printf("%12s %12s  %-8s  %s%n", "from", "to", "bytes", "by");
    for (Extent one : content.extents()) {
      out.printf(
          "%12d %12d  %-8s  %s%n", one.from(), one.to(), one.certainty().label(), origin(one));
    }
    if (!content.sized()) {
      out.printf(
          "%12d %12s  %-8s  nobody knows whether there was more%n", content.size(), "?", "unknown");
    }
    if (bytes) {
      HexLines lines = new HexLines(out);
      content.read(lines::add);
      lines.end();
    }
  }

  private static String origin(Extent one) {
    Step by = one.by();
    StringBuilder text = new StringBuilder();
    if (by != null) {
      text.append(time(by.time())).append("  ").append(by.pid()).append(' ');
      text.append(Quote.safe(by.comm())).append(' ').append(Quote.safe(by.call()));
    }
    if (one.why() != null) {
      text.append(text.isEmpty() ? "" : "  ").append('(').append(Quote.safe(one.why())).append(')');
    } else if (one.origin() == null) {
      text.append("  (zeros)");
    }
    return text.toString();
  }

  void csv(Content content) {
    out.print("from,to,state,time,pid,comm,call,why\r\n");
    for (Extent one : content.extents()) {
      Step by = one.by();
      List<Object> fields = new ArrayList<>();
      fields.addAll(List.of(one.from(), one.to(), one.certainty().label()));
      fields.addAll(
          by == null
              ? List.of("", "", "", "")
              : List.of(time(by.time()), by.pid(), by.comm(), by.call()));
      fields.add(one.why() == null ? "" : one.why());
      out.print(String.join(",", fields.stream().map(AnswerFormat::field).toList()));
      out.print("\r\n");
    }
  }

  void json(String file, Content content, long lost, boolean bytes) throws IndexException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeBooleanProperty("uncertain", lost != 0 || !content.known());
      json.writeNumberProperty("lost", Math.max(0, lost));
      json.writeName("answer");
      json.writeStartObject();
      json.writeStringProperty("file", file);
      json.writeStringProperty("at", time(content.at()));
      json.writeNumberProperty("dev", content.id().dev());
      json.writeNumberProperty("inode", content.id().inode());
      json.writeNumberProperty("size", content.size());
      json.writeBooleanProperty("size_known", content.sized());
      json.writeBooleanProperty("known", content.known());
      json.writeName("ranges");
      json.writeStartArray();
      content.extents().forEach(one -> range(json, one));
      json.writeEndArray();
      if (bytes) {
        json.writeStringProperty("data", Base64.getEncoder().encodeToString(all(content)));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    out.println(text);
  }

  private static void range(JsonGenerator json, Extent one) {
    json.writeStartObject();
    json.writeNumberProperty("from", one.from());
    json.writeNumberProperty("to", one.to());
    json.writeStringProperty("state", one.certainty().label());
    Step by = one.by();
    if (by != null) {
      json.writeStringProperty("time", time(by.time()));
      json.writeNumberProperty("pid", by.pid());
      json.writeNumberProperty("start", by.start());
      json.writeStringProperty("comm", by.comm());
      json.writeStringProperty("call", by.call());
    }
    if (one.why() != null) {
      json.writeStringProperty("why", one.why());
    }
    json.writeEndObject();
  }

  private static byte[] all(Content content) throws IndexException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    content.read((extent, bytes) -> all.writeBytes(bytes));
    return all.toByteArray();
  }

  /** Writes what changed, line by line; a line that is not wholly known says so. */
  void diff(String file, Content before, Content after) throws IndexException {
    String name = Quote.safe(file);
    new LineDiff(before.lines(), after.lines())
        .write(out, name + "\t" + time(before.at()), name + "\t" + time(after.at()));
  }

  /** Bytes as hexdump -C has them, with what is not known marked. */
  private static final class HexLines {
    private final PrintWriter out;
    private final byte[] bytes = new byte[LINE_BYTES];
    private final Certainty[] sure = new Certainty[LINE_BYTES];
    private long at;
    private int count;
    private @Nullable String before;
    private boolean skipping;

    HexLines(PrintWriter out) {
      this.out = out;
    }

    void add(Extent extent, byte[] some) {
      for (byte one : some) {
        bytes[count] = one;
        sure[count] = extent.certainty();
        if (++count == LINE_BYTES) {
          line();
        }
      }
    }

    /** As hexdump does: lines like the one before are a star. */
    private void line() {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < LINE_BYTES; i++) {
        line.append(i == LINE_BYTES / 2 ? " " : "");
        line.append(i < count ? cell(i) : "   ");
      }
      line.append("  |");
      for (int i = 0; i < count; i++) {
        boolean plain = bytes[i] >= ' ' && bytes[i] < 0x7f;
        line.append(sure[i] == Certainty.UNKNOWN ? '?' : plain ? (char) bytes[i] : '.');
      }
      String text = line.append('|').toString();
      if (!text.equals(before)) {
        out.printf("%08x %s%n", at, text);
        skipping = false;
      } else if (!skipping) {
        out.println("*");
        skipping = true;
      }
      before = text;
      at += count;
      count = 0;
      Arrays.fill(bytes, (byte) 0);
    }

    private String cell(int i) {
      return switch (sure[i]) {
        case KNOWN -> " %02x".formatted(bytes[i]);
        case POSSIBLE -> "~%02x".formatted(bytes[i]);
        case UNKNOWN -> " ??";
      };
    }

    void end() {
      if (count > 0) {
        line();
      }
      if (at > 0) {
        out.printf("%08x%n", at);
      }
    }
  }
}
