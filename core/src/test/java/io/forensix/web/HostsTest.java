// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.archive.ArchiveException;
import io.forensix.cli.Intrusion;
import io.forensix.query.Growth;
import io.forensix.timeline.ArchiveMaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Archives that are served together, and those that grow meanwhile. */
class HostsTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder;

  private static JsonNode json(Served served, String path) throws Exception {
    HttpResponse<String> answer = served.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Description.parse(answer.body());
  }

  @Test
  void allHostsOfACollectorAreServed() throws Exception {
    Intrusion.unpack(folder);
    Path store = Files.createDirectories(folder.resolve("store"));
    Files.move(folder.resolve("archive"), store.resolve("harbor"));
    try (ArchiveMaker maker = new ArchiveMaker(store.resolve("other")).begin(1, Growth.CPUS)) {
      new Growth(maker).grow(2);
    }
    Files.createDirectories(store.resolve("no archive"));
    try (Served served = Served.archive(store, null)) {
      JsonNode hosts = json(served, "/api/hosts").get("hosts");
      assertThat(hosts).hasSize(2);
      assertThat(hosts.at("/0/host").asString()).isEqualTo("harbor");
      assertThat(hosts.at("/1/host").asString()).isEqualTo("other");
      assertThat(json(served, "/api/hosts/harbor").at("/machines/0/name").asString())
          .isEqualTo("harbor");
      assertThat(json(served, "/api/hosts/other").at("/counts/events").asInt()).isPositive();
      assertThat(served.get("/api/hosts/no%20archive").statusCode()).isEqualTo(404);
      // One that comes later.
      try (ArchiveMaker maker = new ArchiveMaker(store.resolve("third")).begin(1, Growth.CPUS)) {
        new Growth(maker).grow(2);
      }
      assertThat(served.get("/api/hosts/third").statusCode()).isIn(200, 503);
      assertThat(json(served, "/api/hosts").get("hosts")).hasSize(3);
      assertThat(served.faults()).isEmpty();
    }
  }

  @Test
  void aFolderWithoutArchivesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> Served.archive(folder, null))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("neither an archive nor a folder with archives");
  }

  /** What is recorded while it is served can be asked, and comes by itself to who watches. */
  @Test
  void whatIsRecordedMeanwhileIsServed() throws Exception {
    Path archive = folder.resolve("archive");
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, Growth.CPUS)) {
      Growth growth = new Growth(maker);
      growth.grow(4);
      try (Served served = Served.archive(archive, null)) {
        HttpResponse<InputStream> live =
            served
                .client()
                .send(
                    served.request("/api/hosts/archive/live?backlog=0").build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        for (int round = 0; round < 3; round++) {
          growth.grow(4);
          await(served, growth.events());
        }
        JsonNode hosts = json(served, "/api/hosts");
        assertThat(hosts.at("/hosts/0/index/state").asString()).isEqualTo("following");
        try (BufferedReader in =
            new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
          String line = in.readLine();
          while (!"event: event".equals(line)) {
            assertThat(line).isNotNull();
            line = in.readLine();
          }
          assertThat(in.readLine()).startsWith("id: ");
        }
        assertThat(served.faults()).isEmpty();
      }
    }
  }

  private static void await(Served served, int events) throws Exception {
    long began = System.nanoTime();
    long found = 0;
    while (found != events) {
      JsonNode index = json(served, "/api/hosts").at("/hosts/0/index");
      assertThat(index.get("state").asString()).as(index.toString()).isNotEqualTo("failed");
      assertThat(System.nanoTime() - began)
          .as("%d of %d", found, events)
          .isLessThan(PATIENCE_NANOS);
      HttpResponse<String> answer = served.get("/api/hosts/archive");
      if (answer.statusCode() == 200) {
        found = Description.parse(answer.body()).at("/counts/events").asLong();
      } else {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
