// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBytes;
import io.forensix.record.TaskRecord;
import io.forensix.timeline.span.DirectorySpan;
import io.forensix.timeline.span.Doubt;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.TimelineSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final int CHDIR = 80;
  private static final int MKDIR = 83;

  private final RecordBytes bytes = new RecordBytes();
  private final List<DirectorySpan> places = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private void found(int tgid, String work, String root) {
    bytes.task(tgid, tgid).start(tgid).time(1_000);
    bytes.taskState(1, "test", 0).cstr(TaskRecord.CWD, work).cstr(TaskRecord.ROOT, root).done();
  }

  private void calls(int nr, String path) {
    bytes.time(2_000);
    bytes.call(nr, 0).cstr(0, path).done();
  }

  private void fold() {
    Folded.into(
        bytes,
        new TimelineSink() {
          @Override
          public void directory(DirectorySpan span) {
            places.add(span);
          }

          @Override
          public void name(NameSpan span) {
            names.add(text(span.path()));
          }
        });
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  private DirectorySpan of(int tgid, boolean root) {
    List<DirectorySpan> some =
        places.stream()
            .filter(span -> span.process().tgid() == tgid && span.root() == root)
            .toList();
    assertThat(some).hasSize(1);
    return some.get(0);
  }

  @Test
  void aRelativeNameIsWholeFromTheStart() {
    found(100, "/home/me", "/");
    calls(MKDIR, "new");
    fold();
    assertThat(names).containsExactly("/home/me/new");
    assertThat(text(of(100, false).path())).isEqualTo("/home/me");
    assertThat(text(of(100, true).path())).isEqualTo("/");
    assertThat(of(100, false).doubts()).containsExactly(Doubt.ORIGIN);
  }

  @Test
  void whoHasAnotherRootSeesPathsFromThere() {
    found(100, "/jail/home", "/jail");
    found(101, "/jail", "/jail");
    found(102, "/jailer", "/jail");
    fold();
    assertThat(text(of(100, false).path())).isEqualTo("/home");
    assertThat(text(of(100, true).path())).isEqualTo("/jail");
    assertThat(text(of(101, false).path())).isEqualTo("/");
    assertThat(text(of(102, false).path())).isEqualTo("/jailer");
  }

  @Test
  void aChildBornBeforeItsParentIsLookedAtIsWhereThatWas() {
    bytes.task(100, 100).start(100).time(900);
    bytes.fork(200, 200, 200);
    bytes.task(200, 200).start(200);
    calls(MKDIR, "early");
    found(100, "/home/me", "/");
    bytes.task(200, 200).start(200);
    calls(MKDIR, "late");
    fold();
    assertThat(names).contains("/home/me/late");
    assertThat(text(of(200, false).path())).isEqualTo("/home/me");
  }

  @Test
  void whatACallSaidIsNotTakenBack() {
    bytes.task(100, 100).start(100);
    calls(CHDIR, "/there");
    found(100, "/home/me", "/");
    calls(MKDIR, "new");
    fold();
    assertThat(names).containsExactly("/there/new");
  }
}
