package io.latchkey.shared.web;

import io.latchkey.shared.problem.RequestProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a problem document to requests whose target is no URI, such as {@code /a%zz} or one with a
 * backslash: Spring answers those with a bare 400 before any of our filters is asked.
 */
@Component
class MalformedTargets implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final byte[] body;

    MalformedTargets(JsonMapper json) {
        this.body = json.writeValueAsBytes(RequestProblem.INVALID_PATH.problem().body());
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.mapHandle(
                (handled, connection) -> handled.then(Mono.defer(() -> answerIfNobodyDid(connection)))));
    }

    private Mono<Void> answerIfNobodyDid(Connection connection) {
        return connection instanceof HttpServerResponse response
                        && !response.hasSentHeaders()
                        && response.status().code() == 400
                ? response.header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                        .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                        .sendByteArray(Mono.just(body))
                        .then()
                : Mono.empty();
    }
}
