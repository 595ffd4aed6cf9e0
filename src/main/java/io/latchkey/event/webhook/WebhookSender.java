package io.latchkey.event.webhook;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaders;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Posts to addresses that strangers chose. Where a connection leads is checked when it is made, on
 * the very address that it is made to: a name that resolves to something else a moment later, or an
 * address written in an odd way, gains nothing. Redirects are not followed, answers not read.
 */
@Component
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookSender {

    private static final int CONNECT_MILLIS = 3_000;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Duration limit;

    @Autowired
    WebhookSender(WebhookSettings settings) {
        this(settings, UnaryOperator.identity(), TIME_LIMIT);
    }

    /** A client that resolves names in another way, and waits for an answer no longer than this. */
    WebhookSender(WebhookSettings settings, UnaryOperator<HttpClient> names, Duration limit) {
        this.limit = limit;
        ConnectionProvider connections =
                ConnectionProvider.builder("webhooks")
                        .maxConnections(8)
                        .pendingAcquireTimeout(limit)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .maxLifeTime(Duration.ofMinutes(5))
                        .build();
        HttpClient plain =
                HttpClient.create(connections)
                        .followRedirect(false)
                        .disableRetry(true)
                        .responseTimeout(limit)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        HttpClient named = names.apply(plain);
        this.client =
                settings.privateAddresses()
                        ? named
                        : named.doOnChannelInit((_, channel, _) ->
                                channel.pipeline().addFirst(new OnlyPublicAddresses()));
    }

    /** Posts JSON; the status of the answer. */
    Mono<Integer> post(String url, Map<String, String> headers, byte[] body) {
        return client.headers(all -> set(all, headers, body.length))
                .post()
                .uri(url)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((answer, _) -> Mono.just(answer.status().code()))
                .timeout(limit);
    }

    private static void set(HttpHeaders all, Map<String, String> headers, int length) {
        headers.forEach(all::set);
        all.set("Content-Type", "application/json");
        all.set("Content-Length", length);
        all.set("User-Agent", "Latchkey-Webhooks");
    }

    /** The connection was to lead into the network; its message names no address. */
    static final class ForbiddenAddressException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ForbiddenAddressException() {
            super("the address is not a public one");
        }
    }

    /** Every connection passes here with the address that it will be made to. */
    private static final class OnlyPublicAddresses extends ChannelOutboundHandlerAdapter
            implements ChannelHandler {

        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                SocketAddress local,
                ChannelPromise promise)
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
