package io.latchkey.security;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The response of a request whose time can be over while its answer is about to begin, on another
 * thread: one of the two happens, and never the status of the one with the body of the other. Once
 * it expired, whatever the request still wants to answer goes nowhere.
 */
final class BoundedResponse extends ServerHttpResponseDecorator {

    private boolean begun;
    private boolean expired;

    BoundedResponse(ServerHttpResponse response) {
        super(response);
    }

    /** The time is over; false when the answer has begun, which then goes on. */
    synchronized boolean expire() {
        expired = !begun;
        return expired;
    }

    private synchronized boolean begin() {
        begun = !expired;
        return begun;
    }

    private synchronized boolean isExpired() {
        return expired;
    }

    @Override
    public synchronized boolean setStatusCode(@Nullable HttpStatusCode status) {
        return !expired && super.setStatusCode(status);
    }

    @Override
    public synchronized boolean setRawStatusCode(@Nullable Integer value) {
        return !expired && super.setRawStatusCode(value);
    }

    /** What is added to every answer just before it is sent is added to the refusal too. */
    @Override
    public HttpHeaders getHeaders() {
        return isExpired() && !isCommitted() ? new HttpHeaders() : super.getHeaders();
    }

    @Override
    public synchronized void addCookie(ResponseCookie cookie) {
        if (!expired) {
            super.addCookie(cookie);
        }
    }

    /** The answer begins with the first of its body: what is yet to be found out is no answer. */
    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return super.writeWith(
                body instanceof Mono<? extends DataBuffer> one
                        ? one.flatMap(buffer -> begin() ? Mono.just(buffer) : dropped(buffer))
                        : Flux.<DataBuffer>from(body)
                                .switchOnFirst((first, all) -> first.isOnError() || begin() ? all : dropped(all)));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return super.writeAndFlushWith(Flux.<Publisher<? extends DataBuffer>>from(body)
                .switchOnFirst((first, all) -> first.isOnError() || begin() ? all : Flux.never()));
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> begin() ? super.setComplete() : Mono.never());
    }

    private static Mono<DataBuffer> dropped(DataBuffer buffer) {
        DataBufferUtils.release(buffer);
        return Mono.never();
    }

    private static Flux<DataBuffer> dropped(Flux<DataBuffer> buffers) {
        return buffers.doOnNext(DataBufferUtils::release)
                .ignoreElements()
                .flux()
                .concatWith(Flux.never());
    }
}
