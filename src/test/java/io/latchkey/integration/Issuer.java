package io.latchkey.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.testing.TestService;
import io.latchkey.token.TestSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Latchkey as a content server sees it, the keys and the revocation list, in the hand of a test: it
 * goes away, hangs and comes back at the same address.
 */
public final class Issuer implements AutoCloseable {

    private final String site;
    private final Map<String, TestSigner> published = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<List<Object>> revoked = new ConcurrentLinkedQueue<>();
    private final TestSigner first;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile HttpServer server;
    private volatile boolean hanging;

    public Issuer(String site, TestSigner first) {
        this.site = site;
        this.first = first;
        this.server = serve(0);
        publish(first);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void publish(TestSigner signer) {
        published.put(signer.kid(), signer);
    }

    public void withdraw(TestSigner signer) {
        published.remove(signer.kid());
    }

    /** Refuses the tokens of this reader that were issued before this second. */
    public void revoke(String reader, long before) {
        revoked.add(List.of(reader, before));
    }

    /** What was revoked has had its time. */
    public void forgetRevocations() {
        revoked.clear();
    }

    /** Nobody listens at the address any more. */
    public void goAway() {
        server.stop(0);
    }

    /** Takes requests and does not answer them. */
    public void hang() {
        hanging = true;
    }

    /** Answers again, at the same address. */
    public void comeBack() {
        hanging = false;
        int port = server.getAddress().getPort();
        server.stop(0);
        server = serve(port);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }

    private HttpServer serve(int port) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/.well-known/jwks.json", exchange -> answer(exchange, keys()));
            made.createContext("/v1/revocations", exchange -> answer(exchange, revocations()));
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String keys() {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "keys", published.values().stream().map(TestSigner::jwk).toList()));
    }

    private String revocations() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", TestService.ISSUER);
        claims.put("aud", site);
        claims.put("sub", site);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("revoked", revoked);
        return first.sign("latchkey-revocations+jwt", claims);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            if (hanging) {
                end.await();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Cache-Control", "max-age=300");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
