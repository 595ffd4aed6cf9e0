package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.HeaderNames;
import io.latchkey.testing.LeakScan;
import io.latchkey.testing.TestService;
import io.latchkey.testing.ToldByProxy;
import io.latchkey.testing.Wait;
import io.latchkey.token.ReferenceVerifier;
import io.latchkey.token.TableToken;
import io.latchkey.token.TestSigner;
import io.latchkey.token.TokenTable;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every kind of content server promises, whatever it is written in. Each is started from the
 * files that we publish, in front of pages that would believe anything.
 */
@Tag("outside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerifierContract {

    private static final int MUTATED = 10_000;
    private static final int BATCH = 500;
    private static final int AT_ONCE = 16;
    private static final int MANY = 20_000;

    private final TestService service = TestService.shared();
    private final String site = service.site("kiosk").id();
    private final TestSigner signer = TestSigner.of(service);
    private final TokenTable table = new TokenTable(signer, TestService.ISSUER, site);
    private final ReferenceVerifier reference = new ReferenceVerifier(service, site);
    private final Origin origin = new Origin();
    private final Issuer issuer = new Issuer(site, signer);
    private @Nullable RunningServer server;
    private Readers readers = new Readers(origin.uri());

    abstract RunningServer start(Setting setting, Path folder) throws Exception;

    /** Whether it can tell this token from one that it should take. */
    boolean tells(TableToken token) {
        return true;
    }

    /** Whether it asks the revocation list. */
    boolean honoursRevocations() {
        return true;
    }

    /** Keys and then a pause, as it counts them, and some time to spare. */
    Duration longerThanAnythingIsKept() {
        return Duration.ofMillis(1_200);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = start(Setting.brief(issuer.uri(), TestService.ISSUER, site, origin.uri()), folder);
        readers = new Readers(server.uri());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        issuer.close();
        origin.close();
    }

    @Test
    void agreesOnEveryTokenOfTheTable() {
        List<TableToken> rows = table.rows().stream()
                .filter(TableToken::fitsAHeader)
                .filter(this::tells)
                .toList();

        assertThat(rows).hasSizeGreaterThan(130);
        agreesOn(rows);
    }

    @Test
    void agreesOnMutatedTokens() {
        agreesOnMutated(BATCH);
    }

    @Tag("torture")
    @Test
    void agreesOnTenThousandMutatedTokens() {
        agreesOnMutated(MUTATED);
    }

    private void agreesOnMutated(int most) {
        int tried = 0;
        for (int seed = 0; tried < most; seed++) {
            List<TableToken> rows = table.mutated(seed, BATCH, reference).stream()
                    .filter(TableToken::fitsAHeader)
                    .filter(this::tells)
                    .toList();
            agreesOn(rows);
            tried += rows.size();
        }
    }

    @Test
    void readsTheTokenFromACookieToo() {
        String token = table.opening(List.of("essay"), List.of());

        assertThat(readers.get("/articles/essay", "Cookie", "a=b; latchkey_access=" + token))
                .satisfies(answer -> isFull(answer, "essay"));
        assertThat(readers.get("/articles/council", "Cookie", "latchkey_access=" + token))
                .satisfies(answer -> isPreview(answer, "council"));
    }

    @Test
    void servesThePreviewToWhoeverBringsNothing() {
        for (String article : List.of("puzzle", "council", "essay", "archive")) {
            isPreview(readers.read(article, null), article);
        }
        isFull(readers.read("weather", null), "weather");
        assertThat(readers.get("/").body()).contains("the front page");
    }

    @Test
    void letsNoCacheKeepWhatDependsOnTheReader() {
        String token = table.opening(List.of("essay"), List.of());

        assertThat(readers.read("essay", token)).satisfies(VerifierContract::isForOneReader);
        assertThat(readers.read("essay", null)).satisfies(VerifierContract::isForOneReader);
        assertThat(readers.read("weather", null).headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("public");
    }

    @Test
    void believesNobodyWhoSaysThatAnArticleIsOpen() {
        String token = table.opening(List.of("essay"), List.of());
        for (String name : ToldByProxy.names()) {
            String value = ToldByProxy.OPENING.getOrDefault(name, ToldByProxy.FORGED);
            for (String header : HeaderNames.spellings(name)) {
                isPreview(readers.get("/articles/archive", header, value), "archive");
                isPreview(
                        readers.get("/articles/archive", header, value, "Authorization", "Bearer " + token), "archive");
                assertThat(readers.get("/", header, value).body()).isEqualTo(Texts.page("", false));
            }
        }
        isPreview(readers.get("/articles/archive", "X-latchkey-VIEW", "full"), "archive");
        for (String hop : List.of("X-Latchkey-View", "X-Latchkey-View, close")) {
            String answer = readers.raw(
                    "/articles/archive",
                    "X-Latchkey-View: full\r\n",
                    "X-Latchkey-View: full\r\n",
                    "Connection: " + hop + "\r\n");
            assertThat(answer).doesNotContain(Texts.secret("archive"));
        }
        assertThat(readers.head("/articles/archive", "X-Latchkey-View", "full").statusCode())
                .isEqualTo(200);
    }

    /** Some servers take an address in a header for the one that was asked for. */
    @Test
    void noHeaderLeadsFromAnOpenArticleToAnother() {
        for (String name : ToldByProxy.ADDRESSES) {
            for (String spelled : HeaderNames.spellings(name)) {
                assertThat(readers.get("/articles/weather", spelled, "/articles/archive"))
                        .as(spelled)
                        .satisfies(answer -> isFull(answer, "weather"));
            }
        }
    }

    @Test
    void noSpellingOfAPathLeadsAroundIt() {
        String token = table.opening(List.of("essay"), List.of("registered", "standard"));
        String bearer = "Authorization: Bearer " + token + "\r\n";
        for (String open : List.of("weather", "essay")) {
            for (String trick : Tricks.to("archive", open)) {
                assertThat(Texts.articleAt(trick)).as(trick).isEqualTo("archive");
                for (String answer : List.of(readers.raw(trick), readers.raw(trick, bearer))) {
                    assertThat(answer).as(trick).doesNotContain(Texts.secret("archive"));
                    assertThat(answer).as(trick).containsPattern("^HTTP/1.1 [234]");
                }
            }
        }
    }

    /** RFC 9110, section 9.3.1: a body of a GET means nothing, and is no reason to fail. */
    @Test
    void servesWhoeverSendsABodyWithAGet() {
        String bearer = "Authorization: Bearer " + table.opening(List.of("essay"), List.of());
        String empty = readers.raw("/articles/essay", bearer + "\r\n", "Content-Length: 0\r\n");
        assertThat(empty).startsWith("HTTP/1.1 200").contains(Texts.secret("essay"));
        assertThat(readers.raw("/articles/essay", "Content-Length: 0\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain(Texts.secret("essay"));
    }

    @Test
    void leaksNothingToTheScanner() {
        for (String article : List.of("essay", "archive")) {
            LeakScan.findsNothing(runningAt().resolve("/articles/" + article), Texts.secret(article));
        }
    }

    private URI runningAt() {
        return Objects.requireNonNull(server).uri();
    }

    @Test
    void goesOnWhileLatchkeyIsAway() {
        String good = table.opening(List.of("essay"), List.of());
        isFull(readers.read("essay", good), "essay");

        issuer.goAway();
        servesItsHoldersAndNobodyElse(good);
        issuer.comeBack();

        isFull(readers.read("essay", good), "essay");
    }

    @Test
    void goesOnWhenLatchkeyHangs() {
        String good = table.opening(List.of("essay"), List.of());
        isFull(readers.read("essay", good), "essay");

        issuer.hang();
        isFull(readers.read("essay", good), "essay");
        isPreview(readers.read("essay", null), "essay");
        isPreview(readers.read("archive", good), "archive");
        issuer.comeBack();
    }

    @Tag("torture")
    @Test
    void goesOnForAsLongAsLatchkeyHangs() {
        String good = table.opening(List.of("essay"), List.of());
        isFull(readers.read("essay", good), "essay");

        issuer.hang();
        servesItsHoldersAndNobodyElse(good);
        issuer.comeBack();
    }

    @Test
    void refusesAWithdrawnKeyInTimeAndForGood() {
        TestSigner other = TestSigner.stranger();
        TokenTable others = new TokenTable(other, TestService.ISSUER, site);
        String token = others.opening(List.of("essay"), List.of());
        isPreview(readers.read("essay", token), "essay");

        issuer.publish(other);
        Wait.until("it opens with the new key", () -> opens("essay", token));

        issuer.withdraw(other);
        Wait.until("it is shut without the key", () -> !opens("essay", token));

        issuer.goAway();
        keeps(() -> isPreview(readers.read("essay", token), "essay"));
        issuer.comeBack();
        isFull(readers.read("essay", table.opening(List.of("essay"), List.of())), "essay");
    }

    @Test
    void refusesRevokedTokensInTimeAndNoOthers() {
        if (!honoursRevocations()) {
            return;
        }
        String reader = UUID.randomUUID().toString();
        long now = Instant.now().getEpochSecond();
        String revoked = table.opening(reader, now - 5, List.of("essay"));
        String renewed = table.opening(reader, now, List.of("essay"));
        String others = table.opening(UUID.randomUUID().toString(), now - 5, List.of("essay"));
        isFull(readers.read("essay", revoked), "essay");

        issuer.revoke(reader, now);
        Wait.until("it is shut to the revoked", () -> !opens("essay", revoked));

        isFull(readers.read("essay", renewed), "essay");
        isFull(readers.read("essay", others), "essay");
        issuer.goAway();
        keeps(() -> isPreview(readers.read("essay", revoked), "essay"));
        isFull(readers.read("essay", renewed), "essay");
        issuer.comeBack();
    }

    /** As after an import that was taken back: every reader of it is in the list for five minutes. */
    @Test
    void refusesRevokedTokensOfTwentyThousandReaders() {
        if (!honoursRevocations()) {
            return;
        }
        long now = Instant.now().getEpochSecond();
        String reader = UUID.randomUUID().toString();
        String revoked = table.opening(reader, now - 5, List.of("essay"));
        String others = table.opening(UUID.randomUUID().toString(), now - 5, List.of("essay"));

        issuer.revoke(reader, now);
        IntStream.range(0, MANY).forEach(_ -> issuer.revoke(UUID.randomUUID().toString(), now));
        Wait.until("it is shut to the revoked", () -> !opens("essay", revoked));

        isFull(readers.read("essay", others), "essay");
        keeps(() -> isPreview(readers.read("essay", revoked), "essay"));
        issuer.forgetRevocations();
    }

    private void servesItsHoldersAndNobodyElse(String good) {
        String expired = table.expired(List.of("essay"));
        String strange = new TokenTable(TestSigner.stranger(), TestService.ISSUER, site)
                .opening(List.of("essay"), List.of("standard"));
        keeps(() -> {
            isFull(readers.read("essay", good), "essay");
            isPreview(readers.read("essay", null), "essay");
            isPreview(readers.read("essay", expired), "essay");
            isPreview(readers.read("essay", strange), "essay");
            isPreview(readers.read("archive", good), "archive");
            isFull(readers.read("weather", null), "weather");
        });
    }

    /** Asks again and again until longer has passed than a content server keeps anything. */
    private void keeps(Runnable promise) {
        Instant end = Instant.now().plus(longerThanAnythingIsKept());
        do {
            promise.run();
        } while (Instant.now().isBefore(end));
        promise.run();
    }

    private void agreesOn(List<TableToken> rows) {
        for (int from = 0; from < rows.size(); from += AT_ONCE) {
            List<TableToken> some = rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
            List<CompletableFuture<HttpResponse<String>>> answers = some.stream()
                    .map(row -> readers.readAsync(row.article(), row.token()))
                    .toList();
            for (int i = 0; i < some.size(); i++) {
                agrees(some.get(i), answers.get(i).join());
            }
        }
    }

    private static void agrees(TableToken row, HttpResponse<String> answer) {
        String told = row.name() + " " + row.token();
        assertThat(answer.statusCode()).as(told).isLessThan(500);
        assertThat(answer.body().contains(Texts.secret(row.article()))).as(told).isEqualTo(row.opens());
    }

    private boolean opens(String article, String token) {
        HttpResponse<String> answer = readers.read(article, token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().contains(Texts.secret(article));
    }

    private static void isFull(HttpResponse<String> answer, String article) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Texts.page(article, true));
    }

    private static void isPreview(HttpResponse<String> answer, String article) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Texts.page(article, false));
    }

    private static void isForOneReader(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        // RFC 9111, section 5.3: 0 is in the past. Not every server takes a header back.
        assertThat(answer.headers().firstValue("Expires").orElse("0")).isEqualTo("0");
    }
}
