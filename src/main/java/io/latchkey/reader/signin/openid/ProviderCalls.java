package io.latchkey.reader.signin.openid;

import io.latchkey.shared.web.OutgoingCalls;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Fetches from addresses that sites named as their OpenID provider's: public ones only, unless the
 * operator allows others, and no longer or larger than keys need.
 */
@Component
class ProviderCalls {

    private static final int CONNECT_MILLIS = 3_000;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpClient client;
    private final boolean insideToo;

    /** The setting is that of webhooks: whether sites' addresses may lie inside the network. */
    ProviderCalls(@Value("${latchkey.webhook.private-addresses:false}") boolean insideToo) {
        this.insideToo = insideToo;
        SslContext trusted = trusted();
        HttpClient plain = HttpClient.create(ConnectionProvider.builder("openid")
                        .maxConnections(8)
                        .pendingAcquireTimeout(TIME_LIMIT)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build())
                .followRedirect(false)
                .disableRetry(true)
                .responseTimeout(TIME_LIMIT)
                .secure(tls -> tls.sslContext(trusted))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        this.client = insideToo ? plain : OutgoingCalls.outside(plain);
    }

    /**
     * Made at the start: whom to trust is read from a file, and with the first call that blocks.
     */
    private static SslContext trusted() {
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("there is no TLS here", e);
        }
    }

    /** The answer to a form. */
    Mono<String> post(URI address, Map<String, String> form, @Nullable String basic) {
        byte[] body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        return allowed(address)
                .then(client.headers(all -> {
                            all.set("Accept", "application/json");
                            all.set("Content-Type", "application/x-www-form-urlencoded");
                            all.set("Content-Length", body.length);
                            if (basic != null) {
                                all.set("Authorization", "Basic " + basic);
                            }
                        })
                        .post()
                        .uri(address.toString())
                        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                        .response(ProviderCalls::text)
                        .next()
                        .timeout(TIME_LIMIT));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Mono<Void> allowed(URI address) {
        return insideToo || "https".equals(address.getScheme())
                ? Mono.empty()
                : Mono.error(new IllegalArgumentException("only https is called"));
    }

    /** The text at an address. */
    Mono<String> get(URI address) {
        return allowed(address).then(fetched(address));
    }

    private Mono<String> fetched(URI address) {
        return client.headers(all -> all.set("Accept", "application/json"))
                .get()
                .uri(address.toString())
                .response(ProviderCalls::text)
                .next()
                .timeout(TIME_LIMIT);
    }

    private static Mono<String> text(HttpClientResponse answer, ByteBufFlux content) {
        if (answer.status().code() != 200) {
            return Mono.error(
                    new IllegalStateException("answered " + answer.status().code()));
        }
        return content.asByteArray()
                .collect(ByteArrayOutputStream::new, ProviderCalls::append)
                .map(all -> all.toString(StandardCharsets.UTF_8));
    }

    private static void append(ByteArrayOutputStream all, byte[] part) {
        if (all.size() + part.length > MOST_BYTES) {
            throw new IllegalStateException("answered more than is read");
        }
        all.writeBytes(part);
    }
}
