// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.stream.trust.Credentials;
import io.forensix.web.WebOptions;
import io.forensix.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Serves a page with all questions. */
@Command(
    name = "web",
    header = "Serve a page on which to look and ask, of one archive or of a collector's hosts.",
    description = {
      "Fills the tables as forensix index does, also while the archive grows, and answers until"
          + " SIGTERM or SIGINT (Ctrl-C). Nothing can be changed through it. docs/openapi.yaml has"
          + " the questions that scripts can ask.",
      "",
      "It listens to this machine alone. To listen to others it wants to know who asks: by"
          + " certificates (--certs), or by a token that it prints once, which whoever can listen to"
          + " the network between can read: use it behind something that encrypts."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix web /var/lib/forensix",
      "  forensix web /var/lib/forensix-store --listen 127.0.0.1:9000",
      "  forensix web /var/lib/forensix-store --listen 0.0.0.0:8626 --certs /etc/forensix/certs"
          + " --name collector.example"
    })
final class WebCommand implements Callable<Integer> {
  private static final int TOKEN_BYTES = 32;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ARCHIVE|FOLDER",
      description = "The directory of an archive, or the --store of forensix collect.")
  private Path folder;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = Address.class,
      description = "Where to listen (127.0.0.1:8626); port 0 is any.")
  private InetSocketAddress listen = InetSocketAddress.createUnresolved("127.0.0.1", 8626);

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "A name of this machine by which browsers ask for it; can be repeated.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--certs",
      paramLabel = "FOLDER",
      description =
          "Speak TLS, with the certificate of a collector that forensix certs made, and only with"
              + " who has one of a host.")
  private @Nullable Path certs;

  @Option(
      names = "--index",
      paramLabel = "PATH",
      description =
          "Where the tables are: of an archive a file, of a collector's folder a folder (in the"
              + " directory of each archive).")
  private @Nullable Path index;

  @Option(names = "--no-index", description = "Fill no tables: ask those there are.")
  private boolean noIndex;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Signal.handle(new Signal("TERM"), signal -> ended.countDown());
    Signal.handle(new Signal("INT"), signal -> ended.countDown());
    String token = certs == null && !loopback() ? token() : null;
    WebOptions options =
        new WebOptions(
            folder,
            index,
            !noIndex,
            listen,
            new HashSet<>(names),
            token,
            certs == null ? null : Credentials.read(certs).serverContext());
    PrintWriter out = spec.commandLine().getOut();
    try (WebServer server = WebServer.start(options, this::say)) {
      out.println(server.address() + (token == null ? "/" : "/?token=" + token));
      out.flush();
      ended.await();
    }
    return ExitCode.FINE.number();
  }

  private void say(Throwable fault) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": a fault of this program: " + fault);
    fault.printStackTrace(err);
    err.flush();
  }

  private boolean loopback() throws IOException {
    return InetAddress.getByName(listen.getHostString()).isLoopbackAddress();
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
