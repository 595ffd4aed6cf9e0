package io.latchkey.shared.web;

import io.latchkey.shared.problem.LateBodyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Ends connections whose client takes too long or that are too many, so that nobody holds what
 * others need by sending nothing. It keeps one timer a connection, and nothing of a request that is
 * over: Reactor Netty's own time-out of requests keeps each for as long as it might have taken.
 */
@Component
@EnableConfigurationProperties(ConnectionSettings.class)
class Connections implements NettyServerCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final String BYTES = "latchkey.bytes";
    private static final long TICK_MILLIS = 1_000;
    private static final int TICKS = 4;

    /** RFC 9110, section 15.5.9. Nobody has looked at the request: there is no one to answer it. */
    private static final byte[] LATE_HEAD = """
        HTTP/1.1 408 Request Timeout\r
        Connection: close\r
        Content-Length: 0\r
        \r
        """.getBytes(StandardCharsets.US_ASCII);

    private final ConnectionSettings settings;
    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();
    private final long tickMillis;

    Connections(ConnectionSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        this.tickMillis =
                Math.clamp(Math.min(settings.head().toMillis(), settings.pause().toMillis()) / TICKS, 1, TICK_MILLIS);
        meters.gauge("latchkey.connections", open);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((_, channel, _) -> watch(channel));
    }

    private void watch(Channel channel) {
        if (open.incrementAndGet() > settings.most()) {
            open.decrementAndGet();
            ended("too-many");
            var _ = channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            Arrival arrival = new Arrival(settings, System.nanoTime());
            pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, new Bytes(arrival));
            pipeline.addAfter(NettyPipeline.HttpCodec, "latchkey.messages", new Messages(arrival));
        }
    }

    private void ended(String why) {
        LOG.debug("connection ended: {}", why);
        meters.counter("latchkey.connections.ended", "why", why).increment();
    }

    /** Sees that something comes, before it is whole. */
    private static final class Bytes extends ChannelDuplexHandler {

        private final Arrival arrival;

        Bytes(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            arrival.bytes(System.nanoTime());
            ctx.fireChannelRead(message);
        }

        @Override
        public void read(ChannelHandlerContext ctx) {
            arrival.asked(System.nanoTime());
            ctx.read();
        }
    }

    /** Sees what is whole, and looks at the clock. */
    private final class Messages extends ChannelDuplexHandler {

        private final Arrival arrival;

        @SuppressWarnings("NullAway.Init")
        private Future<?> timer;

        Messages(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            timer = ctx.executor()
                    .scheduleWithFixedDelay(() -> look(ctx), tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            timer.cancel(false);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                arrival.head(isImport(request.uri()), System.nanoTime());
            }
            if (message instanceof LastHttpContent) {
                arrival.body(System.nanoTime());
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInformational(message)) {
                arrival.answered(System.nanoTime());
            }
            var _ = ctx.write(message, promise);
        }

        private void look(ChannelHandlerContext ctx) {
            Arrival.Awaited late = arrival.late(System.nanoTime());
            if (late == null) {
                return;
            }
            ended("late-" + late.name().toLowerCase(Locale.ROOT));
            switch (late) {
                case HEAD -> {
                    arrival.givenUp(System.nanoTime());
                    // Past the codec, which has no request to answer.
                    ctx.pipeline()
                            .context(BYTES)
                            .writeAndFlush(Unpooled.wrappedBuffer(LATE_HEAD))
                            .addListener(ChannelFutureListener.CLOSE);
                }
                case BODY -> {
                    arrival.givenUp(System.nanoTime());
                    // Whoever reads the body answers 408, if it was read at all.
                    ctx.fireExceptionCaught(new LateBodyException());
                }
                case REQUEST, END, ANSWER -> {
                    var _ = ctx.close();
                }
            }
        }
    }

    /** RFC 9110, section 15.2: the answer is yet to come. */
    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static boolean isImport(String uri) {
        return uri.split("\\?", 2)[0].equals("/v1/articles/import");
    }
}
