// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.cli.Intrusion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sample of the intrusion, served, and a client. */
final class Served implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final WebServer server;

  private Served(WebOptions options) throws IOException {
    server = WebServer.start(options, faults::add);
  }

  /** Unpacks the sample to a folder, and serves it when its tables are filled. */
  static Served sample(Path folder) throws IOException, InterruptedException {
    Intrusion.unpack(folder);
    return archive(folder.resolve("archive"), null);
  }

  /** Serves an archive, or a collector's folder. */
  static Served archive(Path archive, @Nullable String token)
      throws IOException, InterruptedException {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    Served served = new Served(new WebOptions(archive, null, true, any, Set.of(), token, null));
    for (int i = 0; token == null && !served.ready(); i++) {
      assertThat(i).as("tables are filled").isLessThan(600);
      Thread.sleep(100);
    }
    return served;
  }

  private boolean ready() throws IOException, InterruptedException {
    for (JsonNode host : Description.parse(get("/api/hosts").body()).get("hosts")) {
      assertThat(host.at("/index/detail").asString()).isEmpty();
      if (!host.at("/index/state").asString().equals("ready")) {
        return false;
      }
    }
    return true;
  }

  URI address() {
    return server.address();
  }

  int port() {
    return address().getPort();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  /** Sends bytes as they are, and returns what comes back until the server closes. */
  String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns what should not have happened. */
  List<Throwable> faults() {
    return faults;
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
