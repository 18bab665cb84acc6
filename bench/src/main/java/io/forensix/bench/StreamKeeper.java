// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.stream.Collector;
import io.forensix.stream.CollectorOptions;
import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLServerSocket;

/** The process at the other end: a collector, and a plain listener beside it. */
final class StreamKeeper {
  private StreamKeeper() {}

  /** The program: the folder of the bench. Ends with its standard input. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path directory = Path.of(arguments[0]);
    Path store = directory.resolve("store");
    Credentials credentials = Credentials.read(directory.resolve("authority/localhost"));
    CollectorOptions options =
        CollectorOptions.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), store);
    try (Collector collector = Collector.start(options, credentials, text -> ended(store, text));
        SSLServerSocket plain = PlainTls.listen(credentials)) {
      Thread.ofPlatform().daemon().start(() -> serve(plain, directory));
      System.out.println(collector.address().getPort() + " " + plain.getLocalPort());
      while (System.in.read() >= 0) {
        // Nothing is said to us.
      }
    }
  }

  /** A copy that is whole is of no more use: the disk is not to fill. */
  private static void ended(Path store, String text) {
    if (text.contains(": ended; ")) {
      try {
        Stage.delete(store.resolve(text.substring(0, text.indexOf(':'))));
      } catch (IOException e) {
        System.err.println(e.getMessage());
      }
    } else if (!text.contains(": connected; ")) {
      System.err.println(text);
    }
  }

  private static void serve(SSLServerSocket plain, Path directory) {
    try {
      while (true) {
        PlainTls.take(plain, Files.createTempDirectory(directory, "plain-").resolve("bytes"));
      }
    } catch (SocketException e) {
      // It was closed: the end.
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
