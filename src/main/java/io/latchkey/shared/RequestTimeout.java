package io.latchkey.shared;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

import reactor.netty.http.server.HttpServer;

import java.time.Duration;

/**
 * A request that does not arrive whole within a minute is dropped: nobody holds a connection open
 * by trickling.
 */
@Component
class RequestTimeout implements NettyServerCustomizer {

    private static final Duration LONGEST_ARRIVAL = Duration.ofMinutes(1);

    @Override
    public HttpServer apply(HttpServer server) {
        return server.requestTimeout(LONGEST_ARRIVAL);
    }
}
