package io.latchkey.token.key;

import io.latchkey.shared.problem.Problem;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.token.TokenSigner;
import io.latchkey.token.TokenType;
import io.latchkey.token.TokenVerifier;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Two services on one database, started at the same time, whose wall time the test moves. */
final class Replicas implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestService one;
    final TestService two;

    Replicas() {
        String database = TestDatabase.fresh();
        CompletableFuture<TestService> other =
                CompletableFuture.supplyAsync(() -> TestService.with(SettableTime.class, database));
        one = TestService.with(SettableTime.class, database);
        two = other.join();
    }

    @Override
    public void close() {
        one.close();
        two.close();
    }

    List<TestService> both() {
        return List.of(one, two);
    }

    /** What the schedule does every two seconds, on both at once. */
    void refresh() {
        Mono.when(ring(one).refresh(), ring(two).refresh()).block(PATIENCE);
    }

    void advance(Duration step) {
        SettableTime.advance(step);
        refresh();
    }

    /** To a time at which no key waits for its turn and none is old, whatever was before. */
    void settle() {
        refresh();
        advance(SigningKeySet.PUBLISHED_BEFORE_SIGNING);
    }

    Answer rotate() {
        return one.api().post("/v1/keys/rotation", TestService.OPERATOR);
    }

    static KeyRing ring(TestService replica) {
        return replica.bean(KeyRing.class);
    }

    static List<String> published(TestService replica) {
        Api api = replica.api();
        return api.get("/.well-known/jwks.json", null)
                .body()
                .path("keys")
                .valueStream()
                .map(key -> key.path("kid").asString())
                .toList();
    }

    static String sign(TestService replica) {
        return replica.bean(TokenSigner.class)
                .sign(new TokenSigner.TokenContent(
                        TokenType.READER,
                        UUID.randomUUID(),
                        "someone",
                        "somewhere",
                        SettableTime.now(),
                        SettableTime.now().plus(SigningKey.LONGEST_TOKEN_LIFE),
                        Map.of()))
                .map(TokenSigner.SignedToken::token)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** The key that a new token is signed with. */
    static String signing(TestService replica) {
        byte[] header = Base64.getUrlDecoder().decode(sign(replica).replaceFirst("\\..*", ""));
        return JsonMapper.shared().readTree(header).path("kid").asString();
    }

    static boolean accepts(TestService replica, String token) {
        return Boolean.TRUE.equals(replica.bean(TokenVerifier.class)
                .verify(token, TokenType.READER)
                .map(_ -> true)
                .onErrorReturn(Problem.class, false)
                .block(PATIENCE));
    }
}
