package io.latchkey.reader.signin.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;

/** An ID token of the site's own provider begins a session, once; whatever else it is does not. */
class OpenIdTests {

    private static final String NONCE = "n-0S6_WzA2Mj-1234";
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:00:00Z"));
    private static final RSAKey RSA = TestProvider.rsa("rsa");
    private static final ECKey EC = TestProvider.ec("ec");
    private static final RSAKey STRANGER = TestProvider.rsa("rsa");
    private static final TestService SERVICE =
            TestService.with(StandingWall.class, TestDatabase.fresh(), "--latchkey.webhook.private-addresses=true");

    private final TestProvider provider = new TestProvider();
    private final TestSite site = site(provider);

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private static TestSite site(TestProvider provider) {
        provider.keys.addAll(List.of(RSA, EC));
        TestSite made = SERVICE.site("openid");
        assertThat(name(made, provider.keysAt("http")).status()).isEqualTo(200);
        return made;
    }

    private static Answer name(TestSite site, String jwks) {
        return site.api()
                .put("/v1/site/sign-in", site.key(), """
                    {"openId":{"issuer":"%s","clientId":"%s","jwksUri":"%s"}}
                    """.formatted(TestProvider.ISSUER, TestProvider.CLIENT, jwks));
    }

    @Test
    void aTokenOfEitherAlgorithmSignsTheReaderWithThatRefInAndIsGoodOnce() {
        for (JWK key : List.of(RSA, EC)) {
            String nonce = NONCE + "-" + key.getKeyID();
            String good = token(key, c -> c.claim("nonce", nonce));
            Answer session = exchange(site, good, nonce);
            assertThat(session.status()).as(session.text()).isEqualTo(201);
            assertThat(session.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(it -> assertThat(it).startsWith("__Host-latchkey-"));
            Answer me = SERVICE.api().get("/v1/me", session.text("token"));
            assertThat(me.body().path("reader").path("ref").asString()).isEqualTo("ada");
            assertThat(exchange(site, good, nonce).code()).isEqualTo("invalid-id-token");
        }
        assertThat(SERVICE.api().get("/v1/readers/ada", site.key()).status()).isEqualTo(200);
    }

    @Test
    void aSubjectThatNoRefCanBeHasAStatedOne() {
        Answer session = exchange(site, token(RSA, c -> c.subject("https://me.example/ada")), NONCE);
        Answer me = SERVICE.api().get("/v1/me", session.text("token"));
        assertThat(me.body().path("reader").path("ref").asString())
                .isEqualTo("sub-840b20bc5fbfc2abe4073af5df0e59309acc8391feaeef3502fe421531f71bf7");
    }

    @Test
    void ofManyAtOnceOneBeginsASession() {
        String token = token(EC, c -> c);
        List<CompletableFuture<Answer>> tries = Stream.generate(
                        () -> SERVICE.api().postAsync("/v1/sessions/oidc", null, body(site, token, NONCE)))
                .limit(12)
                .toList();
        assertThat(tries.stream().map(each -> each.join().status()))
                .containsOnly(201, 401)
                .containsOnlyOnce(201);
    }

    /** What somebody might try. */
    enum Hostile {
        NO_ALGORITHM {
            @Override
            String token() {
                return new PlainJWT(claims(c -> c)).serialize();
            }
        },
        NO_ALGORITHM_WITH_KID {
            @Override
            String token() {
                return Base64URL.encode("{\"alg\":\"none\",\"kid\":\"rsa\"}")
                        + "."
                        + Base64URL.encode(claims(c -> c).toString())
                        + ".AA";
            }
        },
        PUBLIC_KEY_AS_SECRET {
            @Override
            String token() throws Exception {
                return TestProvider.signedWithSecret(
                        claims(c -> c), "rsa", RSA.toRSAPublicKey().getEncoded());
            }
        },
        PUBLIC_KEY_TEXT_AS_SECRET {
            @Override
            String token() {
                return TestProvider.signedWithSecret(
                        claims(c -> c), "rsa", RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
            }
        },
        OTHER_AUDIENCE {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.audience("shop-web"));
            }
        },
        AMONG_SEVERAL_AUDIENCES {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.audience(List.of(TestProvider.CLIENT, "shop-web")));
            }
        },
        MADE_FOR_ANOTHER_PARTY {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.claim("azp", "shop-web"));
            }
        },
        OTHER_ISSUER {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.issuer(TestProvider.ISSUER + "/"));
            }
        },
        EXPIRED {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.expirationTime(at(-31)));
            }
        },
        WITHOUT_EXPIRY {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.expirationTime(null));
            }
        },
        FROM_THE_FUTURE {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.issueTime(at(60)));
            }
        },
        NOT_YET {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.notBeforeTime(at(60)));
            }
        },
        OLD {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.issueTime(at(-601)));
            }
        },
        WITHOUT_NONCE {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.claim("nonce", null));
            }
        },
        OTHER_NONCE {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.claim("nonce", NONCE + "5"));
            }
        },
        WITHOUT_SUBJECT {
            @Override
            String token() {
                return OpenIdTests.token(RSA, c -> c.subject(null));
            }
        },
        UNKNOWN_KEY {
            @Override
            String token() {
                return OpenIdTests.token(TestProvider.ec("unknown"), c -> c);
            }
        },
        ANOTHER_KEY_OF_THAT_NAME {
            @Override
            String token() {
                return OpenIdTests.token(STRANGER, c -> c);
            }
        },
        OTHER_ALGORITHM_OF_THE_SAME_KEY {
            @Override
            String token() {
                return TestProvider.signed(
                        TestProvider.header(JWSAlgorithm.RS512, "rsa", _ -> {}), claims(c -> c), RSA);
            }
        },
        KEY_IN_THE_HEADER {
            @Override
            String token() {
                return TestProvider.signed(
                        TestProvider.header(JWSAlgorithm.RS256, "rsa", h -> h.jwk(STRANGER.toPublicJWK())),
                        claims(c -> c),
                        STRANGER);
            }
        },
        ACCESS_TOKEN {
            @Override
            String token() {
                return TestProvider.signed(
                        TestProvider.header(JWSAlgorithm.RS256, "rsa", h -> h.type(new JOSEObjectType("at+jwt"))),
                        claims(c -> c),
                        RSA);
            }
        },
        WITHOUT_KEY_ID {
            @Override
            String token() {
                return TestProvider.signed(
                        TestProvider.header(JWSAlgorithm.RS256, "rsa", h -> h.keyID(null)), claims(c -> c), RSA);
            }
        },
        OTHER_CLAIMS_UNDER_THE_SIGNATURE {
            @Override
            String token() {
                String[] parts = OpenIdTests.token(RSA, c -> c).split("\\.", -1);
                return parts[0]
                        + "."
                        + Base64URL.encode(claims(c -> c.subject("eve")).toString())
                        + "."
                        + parts[2];
            }
        },
        NO_TOKEN {
            @Override
            String token() {
                return "a.b.c";
            }
        };

        abstract String token() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whateverElseItIsBeginsNothingAndLearnsNothing(Hostile hostile) throws Exception {
        // The same with nothing wrong would do: what is refused is what is wrong.
        Answer refused = exchange(site, hostile.token(), NONCE);
        assertThat(refused.status()).as(refused.text()).isEqualTo(401);
        assertThat(refused.text()).isEqualTo(exchange(site, "x.y.z", NONCE).text());
        assertThat(exchange(site, token(RSA, c -> c), NONCE).status()).isEqualTo(201);
    }

    @Test
    void aTokenOfAnotherSitesProviderOpensNothing() {
        try (TestProvider others = new TestProvider()) {
            TestSite other = site(others);
            others.keys.clear();
            others.keys.add(STRANGER);
            String theirs = token(STRANGER, c -> c);
            assertThat(exchange(other, theirs, NONCE).status()).isEqualTo(201);
            assertThat(exchange(site, theirs, NONCE).status()).isEqualTo(401);
        }
        TestSite without = SERVICE.site("without");
        assertThat(exchange(without, token(RSA, c -> c), NONCE).code()).isEqualTo("openid-not-offered");
    }

    @Test
    void keysAreKeptFiveMinutesAndLookedForAgainAtOnceButNotForEverybodyWhoNamesOne() {
        exchange(site, token(RSA, c -> c), NONCE);
        for (int each = 0; each < 5; each++) {
            assertThat(exchange(site, token(TestProvider.ec("k" + each), c -> c), NONCE)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(provider.asked).hasValue(1);
        later(Duration.ofSeconds(30));
        ECKey fresh = TestProvider.ec("fresh");
        provider.keys.add(fresh);
        assertThat(exchange(site, token(fresh, c -> c.claim("nonce", NONCE + "f")), NONCE + "f")
                        .status())
                .isEqualTo(201);
        assertThat(provider.asked).hasValue(2);
        provider.keys.remove(fresh);
        later(Duration.ofMinutes(5));
        assertThat(exchange(site, token(fresh, c -> c.claim("nonce", NONCE + "g")), NONCE + "g")
                        .status())
                .isEqualTo(401);
        assertThat(provider.asked).hasValue(3);
    }

    @Test
    void aProviderThatFailsIsAskedAgainAfterAPauseAndNothingIsOpenMeanwhile() {
        for (String body : List.of("", "no keys", "{\"keys\":\"" + "k".repeat(70_000) + "\"}")) {
            provider.instead = body;
            provider.status = body.isEmpty() ? 302 : 200;
            later(Duration.ofMinutes(5));
            int before = provider.asked.get();
            for (int each = 0; each < 4; each++) {
                assertThat(exchange(site, token(RSA, c -> c), NONCE).code()).isEqualTo("openid-provider-unavailable");
            }
            assertThat(provider.asked.get() - before).isEqualTo(1);
        }
        provider.instead = "";
        provider.status = 200;
        later(Duration.ofSeconds(30));
        assertThat(exchange(site, token(RSA, c -> c), NONCE).status()).isEqualTo(201);
    }

    @Test
    void aPageOfAnotherOriginCannotSignAnybodyIn() {
        String token = token(RSA, c -> c);
        assertThat(from("https://evil.example", token).code()).isEqualTo("origin-not-allowed");
        assertThat(from("null", token).code()).isEqualTo("origin-not-allowed");
        assertThat(from("https://" + site.id() + ".example", token).status()).isEqualTo(201);
    }

    @Test
    void whatAnAnonymousReaderReadBecomesTheirs() {
        site.meter(5, 5).article("bees", "metered");
        var anonymous = site.anonymous();
        assertThat(anonymous.read("bees").status()).isEqualTo(201);
        String body =
                body(site, token(RSA, c -> c), NONCE).replace("}", ",\"anonymous\":\"" + anonymous.token() + "\"}");
        Answer session = SERVICE.api().post("/v1/sessions/oidc", null, body);
        assertThat(session.status()).as(session.text()).isEqualTo(201);
        Answer me = SERVICE.api().get("/v1/me", session.text("token"));
        assertThat(me.body().path("meter").path("used").asInt()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsOverKeepsNobodyFromSigningIn() {
        String body = body(site, token(RSA, c -> c), NONCE).replace("}", ",\"anonymous\":\"over\"}");
        assertThat(SERVICE.api().post("/v1/sessions/oidc", null, body).status()).isEqualTo(201);
    }

    @Test
    void addressesInsideTheNetworkAreForTheOperatorToAllow() {
        try (TestService strict = TestService.own()) {
            TestSite guarded = strict.site("guarded");
            assertThat(name(guarded, provider.keysAt("http")).code()).isEqualTo("invalid-body");
            assertThat(name(guarded, provider.keysAt("https")).status()).isEqualTo(200);
            String token = token(RSA, c -> c);
            Answer refused = strict.api().post("/v1/sessions/oidc", null, body(guarded, token, NONCE));
            assertThat(refused.code()).isEqualTo("openid-provider-unavailable");
            assertThat(provider.asked).hasValue(0);
        }
    }

    private Answer from(String origin, String token) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/sessions/oidc", null)
                        .header("Content-Type", "application/json")
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString(body(site, token, NONCE)))
                        .build());
    }

    private static Answer exchange(TestSite site, String token, String nonce) {
        return SERVICE.api().post("/v1/sessions/oidc", null, body(site, token, nonce));
    }

    private static String body(TestSite site, String token, String nonce) {
        return "{\"site\":\"%s\",\"idToken\":\"%s\",\"nonce\":\"%s\"}".formatted(site.id(), token, nonce);
    }

    private static String token(JWK key, UnaryOperator<JWTClaimsSet.Builder> change) {
        JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        return TestProvider.signed(TestProvider.header(algorithm, key.getKeyID(), _ -> {}), claims(change), key);
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(TestProvider.ISSUER)
                        .audience(TestProvider.CLIENT)
                        .subject("ada")
                        .issueTime(at(0))
                        .expirationTime(at(300))
                        .claim("nonce", NONCE))
                .build();
    }

    private static Date at(int seconds) {
        return Date.from(WALL.get().plusSeconds(seconds));
    }

    private static void later(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
    }
}
