// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The socket a collector listens on. Before a byte of a peer is looked at, this counts its
 * connections; afterwards it tells of those that never came to be.
 */
final class GuardedListener extends NioServerSocketChannel {
  private final int max;
  private final int ofOneMax;
  private final Consumer<String> log;
  private final Map<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  GuardedListener(int max, int ofOneMax, Consumer<String> log) {
    this.max = max;
    this.ofOneMax = ofOneMax;
    this.log = log;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count > 0 && accepted.getLast() instanceof Channel peer) {
      String refusal = refusal(peer);
      if (refusal != null) {
        accepted.removeLast();
        peer.unsafe().closeForcibly();
        log.accept(peer.remoteAddress() + ": refused: " + refusal);
        return 0;
      }
    }
    return count;
  }

  private @Nullable String refusal(Channel peer) {
    if (!(peer.remoteAddress() instanceof InetSocketAddress from)) {
      return "it is gone already";
    }
    InetAddress address = from.getAddress();
    if (open.get() >= max) {
      return max + " connections are open, which is the limit";
    }
    int ofOne = ofAddress.merge(address, 1, Integer::sum);
    if (ofOne > ofOneMax) {
      leave(address);
      return ofOneMax + " connections from there are open, which is the limit";
    }
    open.incrementAndGet();
    peer.closeFuture()
        .addListener(closed -> {
          open.decrementAndGet();
          leave(address);
        });
    peer.pipeline().addFirst(new Watch(from));
    return null;
  }

  private void leave(InetAddress address) {
    ofAddress.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
  }

  /** Sees a connection from its first byte to its end. */
  private final class Watch extends ChannelInboundHandlerAdapter {
    private final SocketAddress peer;
    private boolean spoke;

    private Watch(SocketAddress peer) {
      this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      spoke = true;
      context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      SslHandler tls = context.pipeline().get(SslHandler.class);
      if (!spoke) {
        log.accept(peer + ": closed: it sent nothing");
      } else if (tls != null && !tls.handshakeFuture().isSuccess()) {
        Throwable why = tls.handshakeFuture().cause();
        log.accept(
            "%s: closed: %s"
                .formatted(peer, why == null ? "it did not come to say who it is" : plain(why)));
      }
      context.fireChannelInactive();
    }

    private static String plain(Throwable why) {
      String text = String.valueOf(why.getMessage());
      // Of what was sent instead of TLS, Netty shows every byte.
      return text.startsWith("not an SSL/TLS record") ? "what it sent is not TLS" : text;
    }
  }
}
