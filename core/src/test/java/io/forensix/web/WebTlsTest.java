// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.query.Growth;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.Role;
import io.forensix.timeline.ArchiveMaker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond this machine, with certificates: of the server to the browser, and the other way. */
class WebTlsTest {
  private static final char[] NONE = {};

  @TempDir private Path folder;

  private static Path issue(Authority authority, Role role, String name) throws Exception {
    Instant now = Instant.now();
    return authority.issue(
        role, name, List.of("127.0.0.1"), now.minusSeconds(60), now.plus(Duration.ofDays(1)));
  }

  private static Certificate certificate(Path file) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static PrivateKey key(Path file) throws Exception {
    String pem = Files.readString(file).replaceAll("-----[^-]+-----|\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
    return KeyFactory.getInstance("EC").generatePrivate(spec);
  }

  /** A browser that knows an authority, and has a certificate of a folder, or none. */
  private static HttpClient client(Path authority, Path own) throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("authority", certificate(authority.resolve("ca.crt")));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    KeyStore mine = KeyStore.getInstance("PKCS12");
    mine.load(null, null);
    if (own != null) {
      mine.setKeyEntry(
          "own",
          key(own.resolve("peer.key")),
          NONE,
          new Certificate[] {certificate(own.resolve("peer.crt"))});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(mine, NONE);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/hosts")).build();
    try (client) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void onlyWithACertificateOfOurAuthority() throws Exception {
    Authority ours = Authority.open(folder.resolve("ours"));
    Authority others = Authority.open(folder.resolve("others"));
    Path server = issue(ours, Role.COLLECTOR, "collector");
    Path host = issue(ours, Role.HOST, "web1");
    Path stranger = issue(others, Role.HOST, "web1");
    Path archive = folder.resolve("archive");
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, Growth.CPUS)) {
      new Growth(maker).grow(2);
    }
    WebOptions options =
        new WebOptions(
            archive,
            null,
            true,
            new InetSocketAddress("127.0.0.1", 0),
            Set.of(),
            null,
            Credentials.read(server).serverContext());
    try (WebServer web = WebServer.start(options, fault -> {})) {
      assertThat(web.address().getScheme()).isEqualTo("https");
      HttpResponse<String> answer = get(client(server, host), web.address());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"archive\"");
      assertThatThrownBy(() -> get(client(server, null), web.address()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(client(server, stranger), web.address()))
          .isInstanceOf(IOException.class);
      // One of a collector is for no browser.
      assertThatThrownBy(() -> get(client(server, server), web.address()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(client(stranger, host), web.address()))
          .isInstanceOf(IOException.class);
    }
  }
}
