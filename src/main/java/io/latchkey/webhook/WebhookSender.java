package io.latchkey.webhook;

import io.latchkey.shared.web.OutgoingCalls;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Posts to addresses that strangers chose. Redirects are not followed, answers not read. */
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
        ConnectionProvider connections = ConnectionProvider.builder("webhooks")
                .maxConnections(8)
                .pendingAcquireTimeout(limit)
                .maxIdleTime(Duration.ofSeconds(30))
                .maxLifeTime(Duration.ofMinutes(5))
                .build();
        HttpClient plain = HttpClient.create(connections)
                .followRedirect(false)
                .disableRetry(true)
                .responseTimeout(limit)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        HttpClient named = names.apply(plain);
        this.client = settings.privateAddresses() ? named : OutgoingCalls.outside(named);
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
}
