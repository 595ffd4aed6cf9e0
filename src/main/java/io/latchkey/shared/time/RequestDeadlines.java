package io.latchkey.shared.time;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives each request its deadline, and lets it end although its client hung up: a statement that is
 * cancelled would leave its connection to the next while the database is still busy with it, so
 * that one client could make all of them busy.
 */
@Component
@EnableConfigurationProperties(RequestSettings.class)
class RequestDeadlines implements HttpHandlerDecoratorFactory {

    private final RequestSettings settings;

    RequestDeadlines(RequestSettings settings) {
        this.settings = settings;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> {
            Deadline deadline = Deadline.in(settings);
            ServerHttpRequest received = hasBody(request.getHeaders()) ? new Arriving(request, deadline) : request;
            return Mono.deferContextual(context -> Mono.fromFuture(
                    () -> handler.handle(received, response)
                            .contextWrite(inner -> deadline.in(inner.putAll(context)))
                            .toFuture(),
                    true));
        };
    }

    private static boolean hasBody(HttpHeaders headers) {
        return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * While its body comes it is the client who is waited for: the connection sees to that.
     */
    private static final class Arriving extends ServerHttpRequestDecorator {

        private final Deadline deadline;

        Arriving(ServerHttpRequest request, Deadline deadline) {
            super(request);
            this.deadline = deadline;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody()
                    .doOnSubscribe(_ -> deadline.pause())
                    .doOnTerminate(deadline::resume)
                    .doOnCancel(deadline::resume);
        }
    }
}
