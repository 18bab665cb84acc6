// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.text.FileText;
import io.forensix.timeline.Identity;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.FileKey;
import io.forensix.timeline.span.FileSpan;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.ProcessKey;
import io.forensix.timeline.span.SessionSpan;
import io.forensix.timeline.span.Span;
import io.forensix.timeline.span.TimelineSink;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of {@code fd}, {@code name}, {@code socket} and {@code session} from a timeline's spans. */
final class SpanRows implements TimelineSink {
  private final int host;
  private @Nullable Rows rows;
  private boolean last;

  SpanRows(int host) {
    this.host = host;
  }

  /** Rows are written there from here on; null: nowhere. */
  void to(@Nullable Rows next) {
    rows = next;
  }

  /** What is open from here on stays so: the recording has ended. */
  void last() {
    last = true;
  }

  private void row(String table, Consumer<Rows> row) {
    if (rows != null) {
      row.accept(rows.to(table).add(host));
    }
  }

  /** Writes when a span began and ended. */
  private static Rows times(Rows to, Span span) {
    return to.time(span.from()).time(span.to() == Span.OPEN ? 0 : span.to());
  }

  private void end(Rows to, Set<Doubt> doubts, Span span) {
    // Almost all spans have none, and there are many.
    String words =
        doubts.isEmpty()
            ? null
            : doubts.stream()
                .map(doubt -> doubt.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" "));
    to.add(words).add(!last && span.to() == Span.OPEN).end();
  }

  @Override
  public void descriptor(DescriptorSpan span) {
    row(
        "fd",
        to -> {
          FileKey file = span.file();
          boolean copy = !span.origin().equals(ProcessKey.NONE);
          to.add(span.process().tgid()).add(span.process().start()).add(span.fd());
          to.add(file.file(), file.known()).add(file.dev(), file.known());
          to.add(file.inode(), file.known()).add(file.mode(), file.known());
          to.add(Words.of(span.path()));
          times(to, span).add(span.cause().label());
          to.add(span.origin().tgid(), copy).add(span.origin().start(), copy);
          to.add(span.originFd(), span.originFd() >= 0).add(span.closedByExec());
          to.add(span.end().label());
          end(to, span.doubts(), span);
        });
  }

  @Override
  public void name(NameSpan span) {
    row(
        "name",
        to -> {
          boolean known = span.inode() != 0;
          to.add(Words.of(span.path())).add(span.dev(), known).add(span.inode(), known);
          to.add(span.mode(), span.mode() != 0).add(textOrNull(span.target()));
          times(to, span).add(span.cause().label()).add(textOrNull(span.before()));
          to.add(span.end().label());
          end(to, span.doubts(), span);
        });
  }

  private static @Nullable String textOrNull(byte[] bytes) {
    return bytes.length == 0 ? null : Words.of(bytes);
  }

  @Override
  public void file(FileSpan span) {
    if (span.family() == 0) {
      return;
    }
    row(
        "socket",
        to -> {
          to.add(span.key().file()).add(span.key().inode()).add(span.family());
          to.add(span.socketType()).add(span.protocol());
          to.add(blankAsNull(FileText.address(span.address())));
          to.add(blankAsNull(FileText.address(span.peer()))).time(span.opened());
          times(to, span).add(span.cause().label());
          ProcessKey who = span.begun().process();
          boolean known = !who.equals(ProcessKey.NONE);
          to.add(who.tgid(), known).add(who.start(), known);
          end(to, span.doubts(), span);
        });
  }

  private static @Nullable String blankAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public void session(SessionSpan span) {
    row(
        "session",
        to -> {
          to.add(span.session()).add(span.leader().start(), span.leader().start() != 0);
          to.add(RecordRows.tty(span.tty()));
          to.add((int) span.loginUid(), span.loginUid() != Identity.NONE);
          to.add((int) span.auditSession(), span.auditSession() != Identity.NONE);
          times(to, span).add(span.cause().label());
          end(to, span.doubts(), span);
        });
  }
}
