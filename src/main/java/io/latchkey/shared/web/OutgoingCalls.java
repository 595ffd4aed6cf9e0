package io.latchkey.shared.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import reactor.netty.http.client.HttpClient;

/**
 * Calls to addresses that strangers chose. Where a connection leads is checked when it is made, on
 * the very address that it is made to: a name that resolves to something else a moment later, or an
 * address written in an odd way, gains nothing.
 */
public final class OutgoingCalls {

    private OutgoingCalls() {}

    /** The client, kept from addresses inside the network, and from following redirects. */
    public static HttpClient outside(HttpClient client) {
        return client.followRedirect(false)
                .doOnChannelInit((_, channel, _) -> channel.pipeline().addFirst(new OnlyPublicAddresses()));
    }

    /** The connection was to lead into the network; its message names no address. */
    public static final class ForbiddenAddressException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ForbiddenAddressException() {
            super("the address is not a public one");
        }
    }

    /** Every connection passes here with the address that it will be made to. */
    private static final class OnlyPublicAddresses extends ChannelOutboundHandlerAdapter {

        @Override
        public void connect(
                ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise)
                throws Exception {
            if (remote instanceof InetSocketAddress internet
                    && internet.getAddress() != null
                    && PublicAddresses.contain(internet.getAddress())) {
                super.connect(context, remote, local, promise);
            } else {
                promise.setFailure(new ForbiddenAddressException());
            }
        }
    }
}
