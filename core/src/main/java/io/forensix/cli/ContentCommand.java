// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Tables;
import io.forensix.query.content.Certainty;
import io.forensix.query.content.Content;
import io.forensix.query.content.ContentQuestion;
import io.forensix.text.Quote;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was in a file. */
@Command(
    name = "content",
    header = "What was in a file at a time.",
    description = {
      "The bytes are rebuilt from what was written to the file and read from it, by whichever"
          + " descriptor, name or call, since it was made, emptied, or first read. A table says which"
          + " ranges are known and by whom; which are possible (somebody may have changed them in a way"
          + " that is not on record); and which are unknown.",
      "",
      "The bytes are shown in hexadecimal: ?? is unknown, ~ stands before what is only possible. With"
          + " --out they go to a file as they are; where some are unknown, only with --zero-unknown."
          + " The exit code is 10 unless all that was asked for is known."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix content /var/lib/forensix /etc/motd --at 12:30:00",
      "  forensix content /var/lib/forensix /tmp/payload --at +90 --out payload",
      "  forensix content /var/lib/forensix /etc/passwd --at +10 --diff +90"
    })
final class ContentCommand implements Callable<Integer> {
  /** What is shown for people unless they say otherwise. */
  private static final long SHOWN_BYTES = 64 << 10;

  /** What one answer in JSON, or two files that are compared, may hold. */
  private static final long WHOLE_BYTES = 64 << 20;

  @Spec private CommandSpec spec;

  @Mixin private QuestionOptions question;

  @Parameters(index = "1", paramLabel = "FILE", description = "The path of the file, from /.")
  private String file;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When: 12:30:00, 2026-11-23T12:30:00Z, +90, '10 min ago' (the end).")
  private @Nullable String at;

  @Option(
      names = "--until-size",
      paramLabel = "BYTES",
      description = "Only the first bytes (without --out, 64 KiB are shown, 64 MiB in JSON).")
  private @Nullable Long untilSize;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the bytes there.")
  private @Nullable Path out;

  @Option(names = "--zero-unknown", description = "With --out: write zeros for what is unknown.")
  private boolean zeroUnknown;

  @Option(
      names = "--diff",
      paramLabel = "TIME",
      description = "What changed from --at until then, as diff -u shows it.")
  private @Nullable String diff;

  @Override
  public Integer call() throws IOException {
    if (untilSize != null && untilSize < 0 || out != null && diff != null) {
      throw new Failure(ExitCode.USAGE, "--until-size wants 0 or more; --diff goes without --out");
    }
    try (Tables tables = question.open()) {
      Instant when = time(tables, at);
      Content content = content(tables, when, limit());
      if (diff != null) {
        return diff(tables, content, content(tables, time(tables, diff), limit()));
      }
      Map<String, Object> values = new HashMap<>();
      values.put("to", when);
      long lost = question.lost(tables, withFrom(values));
      if (out != null) {
        write(content, out);
      }
      if (question.json()) {
        new ContentText(question.out()).json(file, content, lost, out == null);
      } else if (question.table()) {
        new ContentText(question.out()).table(file, content, out == null);
      } else {
        new ContentText(question.out()).csv(content);
      }
      question.out().flush();
      question.warn(lost);
      return verdict(content);
    }
  }

  private static Map<String, Object> withFrom(Map<String, Object> values) {
    values.put("from", Instant.EPOCH);
    return values;
  }

  private long limit() {
    if (untilSize != null) {
      return untilSize;
    }
    return out != null
        ? Long.MAX_VALUE
        : question.table() && diff == null ? SHOWN_BYTES : WHOLE_BYTES;
  }

  private Content content(Tables tables, Instant when, long limit) throws IOException {
    return new ContentQuestion(tables, question.directory())
        .ask(file, when, limit)
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED,
                "no file is on record that was named " + Quote.safe(file) + " at " + when));
  }

  /** Without a time, the last thing on record. */
  private static Instant time(Tables tables, @Nullable String text) throws IOException {
    Instant time = TablesOption.time(tables, text);
    if (time != null) {
      return time;
    }
    return tables.ended().map(last -> last.plusNanos(1)).orElseGet(Instant::now);
  }

  private void write(Content content, Path to) throws IOException {
    long unknown = content.bytes(Certainty.UNKNOWN);
    if ((unknown > 0 || !content.sized()) && !zeroUnknown) {
      throw new Failure(
          ExitCode.NOT_KNOWN,
          "%s is not written: %s; --zero-unknown writes zeros for what is unknown"
              .formatted(
                  to,
                  content.sized()
                      ? unknown + " of " + content.size() + " bytes are unknown"
                      : "it is not known how long the file was"));
    }
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(to))) {
      content.read((extent, bytes) -> write(stream, bytes));
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private int diff(Tables tables, Content before, Content after) throws IOException {
    new ContentText(question.out()).diff(file, before, after);
    question.out().flush();
    question.warn(
        question.lost(
            tables, withFrom(new HashMap<>(Map.of("to", Instant.ofEpochSecond(0, after.at()))))));
    return Math.max(verdict(before), verdict(after));
  }

  private int verdict(Content content) {
    if (content.known()) {
      return ExitCode.FINE.number();
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "%s: not all is known: %d bytes are, %d are possible, %d unknown%s"
            .formatted(
                spec.qualifiedName(),
                content.bytes(Certainty.KNOWN),
                content.bytes(Certainty.POSSIBLE),
                content.bytes(Certainty.UNKNOWN),
                content.sized() ? "" : "; how long the file was is not known"));
    err.flush();
    return ExitCode.NOT_KNOWN.number();
  }
}
