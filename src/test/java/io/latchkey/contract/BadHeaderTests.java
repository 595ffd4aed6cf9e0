package io.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.RawHttp;
import io.latchkey.testing.RawHttp.Reply;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a header, it is unknown or refused, and never a fault of ours. */
class BadHeaderTests {

    private static final TestService SERVICE = TestService.shared();

    private static final List<String> VALUES = List.of(
            "",
            " ",
            ",",
            ";",
            "=",
            "\"",
            "/",
            "*",
            "a b",
            "https://a b",
            "https://ü.example",
            "https://[::1",
            "https://a:99999999999",
            "http:///",
            "://",
            "null, null",
            "text/html; charset=nowhere",
            "text/html; q=high",
            "text/html; q=2",
            "application/json; charset=\"",
            "a/b/c",
            "de;q=2",
            "de;q=high",
            "-",
            "x".repeat(300),
            "en-" + "a".repeat(100),
            "bytes=5-1",
            "bytes=-",
            "bytes=99999999999999999999-",
            "W/\"",
            "for=\"[::1\";proto=",
            "__Host-latchkey-kiosk",
            "__Host-latchkey-kiosk=\"",
            "=; =; ;",
            "%",
            "\u0080\u00ff",
            "\t");

    private static String site = "";

    @BeforeAll
    static void publish() {
        TestSite made = SERVICE.site("kiosk").article("essay", "free");
        site = made.id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Accept-Charset",
                "Accept-Encoding",
                "Accept-Language",
                "Access-Control-Request-Headers",
                "Access-Control-Request-Method",
                "Authorization",
                "Content-Type",
                "Cookie",
                "Expect",
                "Forwarded",
                "If-Match",
                "If-Modified-Since",
                "If-None-Match",
                "Idempotency-Key",
                "Origin",
                "Range",
                "Referer",
                "Sec-Fetch-Site",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Latchkey-Article",
                "X-Latchkey-Site"
            })
    void isNeverAFaultOfOurs(String header) {
        List<String> faults = new ArrayList<>();
        for (String call : calls()) {
            for (String value : VALUES) {
                Reply reply = RawHttp.send(SERVICE, call, header + ": " + value);
                if (reply.status() >= 500) {
                    faults.add("%s with '%s': %s".formatted(call, value, reply.head()));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> calls() {
        return List.of(
                "GET /.well-known/jwks.json",
                "GET /v1/sites/" + site + "/plans",
                "GET /v1/me",
                "POST /v1/sessions",
                "OPTIONS /v1/sessions",
                "GET /latchkey.js",
                "GET /account/" + site + "/",
                "GET /account/" + site + "/cancel-contract",
                "GET /v1/gate/nginx?site=" + site,
                "GET /nowhere");
    }

    @Test
    void aRequestNamesItsHostOnce() {
        assertThat(RawHttp.send(SERVICE, "GET /v1/me", "Host: another.example").status())
                .isEqualTo(400);
        assertThat(statusLine("GET /.well-known/jwks.json HTTP/1.1")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(statusLine("GET /.well-known/jwks.json HTTP/1.0")).endsWith(" 200 OK");
    }

    /** The first line of the answer to a request without any header. */
    private static String statusLine(String requestLine) {
        try (Socket socket = new Socket("localhost", SERVICE.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((requestLine + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
