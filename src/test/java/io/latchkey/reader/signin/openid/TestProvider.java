package io.latchkey.reader.signin.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An OpenID provider of a test's own: keys made here, published at an address of this machine. */
final class TestProvider implements AutoCloseable {

    static final String ISSUER = "https://accounts.example";
    static final String CLIENT = "news-web";

    final AtomicInteger asked = new AtomicInteger();
    final List<JWK> keys = new ArrayList<>();
    volatile int status = 200;
    volatile String instead = "";

    private final HttpServer server;

    TestProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String body = instead.isEmpty() ? new JWKSet(keys).toPublicJWKSet().toString() : instead;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.createContext("/token", this::exchange);
        server.createContext("/authorize", this::authorize);
        server.start();
    }

    /** What it gives for a code; the request that asked last. */
    volatile String idToken = "";

    volatile Map<String, String> exchanged = Map.of();
    volatile String authorization = "";

    private void exchange(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchanged = fields(form);
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                .formatted(idToken)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Asks who is there, as a page without any script, and leads back with a code, or without one. */
    private void authorize(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getRawQuery();
        Map<String, String> query = fields(asked);
        if (exchange.getRequestMethod().equals("POST")) {
            Map<String, String> form =
                    fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            idToken = token(form.getOrDefault("account", ""), query.getOrDefault("nonce", ""));
            String answer = form.containsKey("no") ? "error=access_denied" : "code=c0de";
            exchange.getResponseHeaders()
                    .set("Location", "%s?%s&state=%s".formatted(query.get("redirect_uri"), answer, query.get("state")));
            exchange.sendResponseHeaders(302, -1);
        } else {
            byte[] page = """
                <!doctype html>
                <html lang="%s"><head><meta charset="utf-8"><title>Accounts</title></head><body>
                <form method="post" action="/authorize?%s"><label>Account <input name="account"></label>
                <button>Continue</button><button name="no" value="yes">Cancel</button></form></body></html>
                """.formatted(query.getOrDefault("ui_locales", "en"), asked.replace("&", "&amp;"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
        exchange.close();
    }

    /** Says by its first key, an elliptic one, who is there. */
    String token(String subject, String nonce) {
        JWK key = keys.getFirst();
        return signed(
                header(JWSAlgorithm.ES256, key.getKeyID(), _ -> {}),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(CLIENT)
                        .subject(subject)
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .claim("nonce", nonce)
                        .build(),
                key);
    }

    static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&", -1)) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    String at(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String keysAt(String scheme) {
        return at(scheme, "/jwks");
    }

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2_048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs what stands there, as the header says. */
    static String signed(JWSHeader header, JWTClaimsSet claims, JWK key) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the public key as if it were a secret, which anybody could. */
    static String signedWithSecret(JWTClaimsSet claims, String kid, byte[] secret) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSASigner(rsa);
            case ECKey ec -> new ECDSASigner(ec);
            default -> throw new IllegalArgumentException("another key");
        };
    }

    static JWSHeader header(JWSAlgorithm algorithm, String kid, Consumer<JWSHeader.Builder> more) {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(kid).type(JOSEObjectType.JWT);
        more.accept(header);
        return header.build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
