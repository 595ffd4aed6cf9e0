package io.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.reader.session.ReaderTokens;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.token.key.KeyRing;
import io.latchkey.token.key.SigningKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Every attack of the table fails, where a token is read and at the door (rule 8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTokenTests {

    private final TestService service = TestService.shared();
    private final ReaderTokens readerTokens = service.bean(ReaderTokens.class);
    private final TokenVerifier verifier = service.bean(TokenVerifier.class);
    private final TestSite site = service.site("fortress").article("open", "free");
    private final TestReader ada = site.reader("ada");
    private final String accessToken = ada.check("open").text("token");
    private final Clock clock = service.bean(Clock.class);
    private final HostileTokens hostile = HostileTokens.fromReaderToken(
            signingKey(), ada.token(), clock.tokenTime().getEpochSecond());
    private final List<HostileToken> table = hostile.all();

    @Test
    void aTokenWrittenByTheSameHandWithNothingWrongIsAccepted() {
        assertThat(hostile.good()).isNotEqualTo(ada.token());
        assertThat(readerTokens.read(hostile.good()).block()).isNotNull();
        assertThat(service.api().get("/v1/me", hostile.good()).status()).isEqualTo(200);
    }

    @Test
    void theTableHasManyDifferentAttacks() {
        assertThat(table).extracting(HostileToken::attack).doesNotHaveDuplicates();
        assertThat(table).extracting(HostileToken::token).doesNotHaveDuplicates();
        assertThat(table)
                .hasSizeGreaterThan(120)
                .noneMatch(attack -> attack.token().equals(ada.token()));
        assertThat(table.stream().filter(HostileToken::fitsAHeader)).hasSizeGreaterThan(100);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void refusesWhereTokensAreRead(HostileToken attack) {
        isInvalid(readerTokens.read(attack.token()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatFitAHeader")
    void answers401AtTheDoor(HostileToken attack) {
        Answer answer = service.api().get("/v1/me", attack.token());

        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid-credentials");
        // RFC 6750, section 3.1; and no word on what was wrong, which would teach.
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    @Test
    void noTokenPassesForOneOfAnotherType() {
        // RFC 8725, section 3.11. Each passes as what it is, so only the type can be the reason.
        assertThat(verifier.verify(accessToken, TokenType.ACCESS).block()).isNotNull();
        assertThat(verifier.verify(ada.token(), TokenType.READER).block()).isNotNull();

        isInvalid(verifier.verify(accessToken, TokenType.READER));
        isInvalid(verifier.verify(ada.token(), TokenType.ACCESS));
        assertThat(service.api().get("/v1/me", accessToken).status()).isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherSiteIsRefusedInThisSitesCookie() {
        TestReader eve = service.site("outpost").reader("eve");

        assertThat(withCookie(site.id(), ada.token()).status()).isEqualTo(200);
        assertThat(withCookie(site.id(), eve.token()).status()).isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherSiteShowsNothingOfThisOne() {
        TestReader eve = service.site("outpost").reader("eve");

        assertThat(eve.check("open").text("reason")).isEqualTo("unknown-article");
    }

    @Test
    void bytesThatNoHeaderMayHoldAreRefused() throws IOException {
        for (String bytes : List.of("\0", "\r\n\t x", "\u0001")) {
            assertThat(statusLine(ada.token() + bytes)).startsWith("HTTP/1.1 4");
        }
        assertThat(statusLine(ada.token())).startsWith("HTTP/1.1 200");
    }

    @Test
    void aTokenBeyondAllMeasureIsRefused() throws IOException {
        assertThat(statusLine("x".repeat(60_000))).startsWith("HTTP/1.1 4");
    }

    private Stream<HostileToken> all() {
        return table.stream();
    }

    private Stream<HostileToken> thatFitAHeader() {
        return table.stream().filter(HostileToken::fitsAHeader);
    }

    private SigningKey signingKey() {
        return service.bean(KeyRing.class)
                .keys()
                .map(keys -> keys.signingAt(clock.tokenTime()).orElseThrow())
                .blockOptional()
                .orElseThrow();
    }

    private static void isInvalid(Mono<?> read) {
        assertThatThrownBy(read::block)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(TokenProblem.INVALID_TOKEN));
    }

    private Answer withCookie(String siteId, String token) {
        return service.api()
                .send(service.api()
                        .request("/v1/me", null)
                        .header("Cookie", "__Host-latchkey-" + siteId + "=" + token)
                        .GET()
                        .build());
    }

    /** The answer to what no HTTP client would send. */
    private String statusLine(String token) throws IOException {
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(60_000);
            String request = "GET /v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer "
                    + token
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] start = socket.getInputStream().readNBytes(12);
            return new String(start, StandardCharsets.ISO_8859_1);
        }
    }
}
