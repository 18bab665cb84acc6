// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.timeline.ArchiveMaker;
import io.forensix.timeline.Sound;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of files, against a model of them, over random calls by fixed seeds. */
class ContentPropertyTest {
  private static final int STEPS = 600;

  @TempDir Path directory;

  /** Nothing is wrong with archives made here. */
  @ParameterizedTest
  @CsvSource({"1,0,0", "2,0,0", "3,0,0", "4,5,0", "5,5,0", "6,0,25", "7,0,60", "8,7,40"})
  void whatIsKnownIsTrueAndAllIsKnownWhereNothingIsMissing(long seed, int cut, int lose)
      throws Exception {
    FileModel model = new FileModel(seed, cut, lose);
    for (int i = 0; i < STEPS; i++) {
      model.step();
    }
    Path archive = directory.resolve("archive");
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, 1)) {
      maker.block(0, model.records, 0);
    }
    Path file = directory.resolve("tables.duckdb");
    try (Indexer indexer = Indexer.open(archive, file, false, new Sound())) {
      indexer.run(false, (all, fresh) -> {});
    }
    long known = 0;
    long unknown = 0;
    try (Tables tables = Tables.open(file)) {
      ContentQuestion question = new ContentQuestion(tables, archive);
      for (FileModel.Truth truth : model.truths) {
        Instant at = Instant.ofEpochSecond(0, truth.at());
        Optional<Content> content = question.ask(truth.path(), at, Long.MAX_VALUE);
        if (lose == 0) {
          assertThat(content.isPresent()).as("%s", truth).isEqualTo(truth.bytes() != null);
        }
        // Where a rename is lost, the name is another file's.
        boolean same = content.isPresent() && content.get().id().inode() == truth.inode();
        assertThat(same || lose > 0 || truth.bytes() == null).isTrue();
        if (same) {
          compare(content.get(), truth, lose == 0);
          known += content.get().bytes(Certainty.KNOWN);
          unknown += content.get().bytes(Certainty.UNKNOWN);
          unknown += content.get().bytes(Certainty.POSSIBLE);
        }
      }
    }
    assertThat(known).isPositive();
    assertThat(unknown > 0).isEqualTo(cut > 0 || lose > 0);
  }

  private static void compare(Content content, FileModel.Truth truth, boolean complete)
      throws Exception {
    if (complete) {
      assertThat(content.sized()).as("%s %s", truth, content.extents()).isTrue();
    }
    if (content.sized()) {
      assertThat(content.size()).as("size at %d", truth.at()).isEqualTo(truth.bytes().length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    content.read((extent, bytes) -> {
      if (extent.certainty() == Certainty.KNOWN) {
        for (int i = 0; i < bytes.length; i++) {
          long at = extent.from() + i;
          assertThat(at).isLessThan(truth.bytes().length);
          assertThat(bytes[i])
              .as("byte %d of %s at %d: %s", at, truth.path(), truth.at(), extent)
              .isEqualTo(truth.bytes()[(int) at]);
        }
      }
      all.writeBytes(bytes);
    });
    assertThat(all.size()).isEqualTo((int) content.size());
  }
}
