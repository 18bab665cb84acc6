// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.stream.trust.Credentials;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** What a stream is compared with: bytes over TLS, with the same certificates, into a file. */
final class PlainTls {
  /** Says that all is on the disk. */
  static final int DONE = 1;

  private static final int READ_BYTES = 1 << 20;

  private PlainTls() {}

  static SSLContext client(Credentials credentials) throws IOException {
    return ((JdkSslContext) credentials.client()).context();
  }

  /** Begins to listen. */
  static SSLServerSocket listen(Credentials credentials) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            ((JdkSslContext) credentials.server())
                .context()
                .getServerSocketFactory()
                .createServerSocket(0);
    socket.setNeedClientAuth(true);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    return socket;
  }

  /** Takes what one peer sends into a new file, has the disk take it, and says so. */
  static void take(SSLServerSocket listening, Path file) throws IOException {
    try (SSLSocket peer = (SSLSocket) listening.accept();
        FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] bytes = new byte[READ_BYTES];
      InputStream in = peer.getInputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        ByteBuffer some = ByteBuffer.wrap(bytes, 0, count);
        while (some.hasRemaining()) {
          out.write(some);
        }
      }
      out.force(false);
      peer.getOutputStream().write(DONE);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
