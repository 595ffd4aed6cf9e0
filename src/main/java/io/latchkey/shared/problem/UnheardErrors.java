package io.latchkey.shared.problem;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * Whoever hangs up leaves work behind that ends behind the shield, and whatever it ends with,
 * nobody hears. A refusal is no news then; a fault of ours is still a line in the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnheardErrors implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger(UnheardErrors.class);

    /** Where Reactor looks for what to do with errors of a chain that is over. */
    private static final Object ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

    private static final Consumer<Throwable> UNHEARD = UnheardErrors::unheard;

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).contextWrite(context -> context.put(ON_ERROR_DROPPED, UNHEARD));
    }

    private static void unheard(Throwable error) {
        boolean theirs = error instanceof Problem
                || error instanceof LateBodyException
                || DisconnectedClientHelper.isClientDisconnectedException(error);
        if (theirs) {
            LOG.debug("nobody heard: {}", error.toString());
        } else {
            LOG.warn("nobody heard: {}", error.toString());
        }
    }
}
