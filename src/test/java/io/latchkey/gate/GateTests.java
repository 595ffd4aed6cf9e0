package io.latchkey.gate;

import static io.latchkey.gate.GateDoor.decision;
import static io.latchkey.gate.GateDoor.header;
import static io.latchkey.gate.GateDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One decision behind every door, each in its dialect (rules 4 and 9). */
class GateTests {

    private static final TestService SERVICE = TestService.shared();
    private static final TestSite SITE = GateDoor.told(
            SERVICE.site("gated")
                    .meter(2, 1)
                    .article("weather", "free")
                    .article("letters", "registered")
                    .article("council", "metered")
                    .article("essay", "premium")
                    .article("opened", "premium")
                    .article("dossier", "subscribers", "business")
                    .monthlyPlan("monthly", 900, 0),
            "deny");
    private static final TestSite OTHER = GateDoor.told(SERVICE.site("other"), "deny");

    private final List<Answer> answers = new ArrayList<>();

    @AfterEach
    void everyAnswerIsForThisReaderAlone() {
        assertThat(answers).isNotEmpty();
        for (Answer answer : answers) {
            assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
            assertThat(answer.status()).isIn(200, 401, 403);
            assertThat(decision(answer).equals("granted")).isEqualTo(answer.status() == 200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatIsFreeToAnyone(GateDoor door) {
        Answer answer = kept(door.ask(SITE, "weather", null));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(reason(answer)).isEqualTo("free");
        assertThat(header(answer, "X-Latchkey-Article")).isEqualTo("weather");
        assertThat(kept(door.ask(SITE, "weather", "garbage")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void asksWhoeverBringsNothingToSignIn(GateDoor door) {
        Answer nothing = kept(door.ask(SITE, "essay", null));
        assertThat(nothing.status()).isEqualTo(401);
        assertThat(header(nothing, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reason(nothing)).isEqualTo("credentials-missing");
        Answer garbage = kept(door.ask(SITE, "essay", "garbage"));
        assertThat(garbage.status()).isEqualTo(401);
        assertThat(reason(garbage)).isEqualTo("credentials-invalid");
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatAnAccessTokenNames(GateDoor door) {
        String token = accessToken(opener());
        assertThat(kept(door.ask(SITE, "opened", token)).status()).isEqualTo(200);
        assertThat(reason(kept(door.ask(SITE, "opened", token)))).isEqualTo("token");
        String cookie = "__Host-latchkey_access-" + SITE.id() + "=" + token;
        assertThat(kept(door.ask(SITE, "opened", null, "Cookie", cookie)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatTheTiersOfAnAccessTokenCoverAndNothingElse(GateDoor door) {
        String token = SITE.reader("subscriber-" + door)
                .subscribe("monthly")
                .check("weather")
                .text("token");
        assertThat(kept(door.ask(SITE, "essay", token)).status()).isEqualTo(200);
        assertThat(kept(door.ask(SITE, "letters", token)).status()).isEqualTo(200);
        Answer other = kept(door.ask(SITE, "dossier", token));
        assertThat(other.status()).isEqualTo(403);
        assertThat(reason(other)).isEqualTo("not-covered");
        String anonymous = SITE.anonymous().check("weather").text("token");
        assertThat(kept(door.ask(SITE, "letters", anonymous)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void decidesForAReaderTokenAndSpendsNothing(GateDoor door) {
        TestReader ada = SITE.reader("ada-" + door);
        assertThat(SITE.grant(ada.ref(), 2).status()).isEqualTo(201);
        for (int i = 0; i < 3; i++) {
            Answer essay = kept(door.ask(SITE, "essay", ada.token()));
            assertThat(essay.status()).isEqualTo(403);
            assertThat(decision(essay)).isEqualTo("unlockable");
            assertThat(reason(essay)).isEqualTo("unlock-available");
            assertThat(header(essay, "X-Latchkey-Unlock-Left")).isEqualTo("2");
            Answer council = kept(door.ask(SITE, "council", ada.token()));
            assertThat(council.status()).isEqualTo(403);
            assertThat(reason(council)).isEqualTo("meter-available");
            assertThat(header(council, "X-Latchkey-Meter-Left")).isEqualTo("2");
        }
        assertThat(ada.unlockLeft()).isEqualTo(2);
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        String cookie = "__Host-latchkey-" + SITE.id() + "=" + ada.token();
        Answer open = kept(door.ask(SITE, "essay", null, "Cookie", cookie));
        assertThat(open.status()).isEqualTo(200);
        assertThat(reason(open)).isEqualTo("unlocked");
        assertThat(header(open, "X-Latchkey-Unlock-Left")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void refusesASessionThatIsOver(GateDoor door) {
        TestReader ada = SITE.reader("leaving-" + door);
        assertThat(kept(door.ask(SITE, "letters", ada.token())).status()).isEqualTo(200);
        assertThat(SITE.api().delete("/v1/me/session", ada.token()).status()).isEqualTo(204);
        assertThat(kept(door.ask(SITE, "letters", ada.token())).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheTokensOfAnotherSite(GateDoor door) {
        OTHER.article("essay", "premium").article("weather", "free").article("letters", "registered");
        TestReader stranger = OTHER.reader("ada");
        assertThat(OTHER.grant("ada", 1).status()).isEqualTo(201);
        assertThat(stranger.unlock("essay").status()).isIn(200, 201);
        String access = stranger.check("essay").text("token");
        assertThat(kept(door.ask(OTHER, "essay", access)).status()).isEqualTo(200);

        assertThat(kept(door.ask(SITE, "essay", access)).status()).isEqualTo(401);
        assertThat(kept(door.ask(SITE, "letters", access)).status()).isEqualTo(401);
        assertThat(kept(door.ask(SITE, "letters", stranger.token())).status()).isEqualTo(401);
        for (String name : List.of("__Host-latchkey-", "__Host-latchkey_access-")) {
            for (String token : List.of(access, stranger.token())) {
                String cookie = name + SITE.id() + "=" + token;
                assertThat(kept(door.ask(SITE, "essay", null, "Cookie", cookie)).status())
                        .isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void deniesWhatItDoesNotKnowOrUnderstand(GateDoor door) {
        String token = accessToken(opener());
        assertThat(reason(kept(door.ask(SITE, "nowhere", token)))).isEqualTo("unknown-article");
        assertThat(reason(kept(door.askAt(SITE, "/about", token)))).isEqualTo("unknown-path");
        TestSite none = new TestSite(SITE.api(), "nosuchsite", "");
        assertThat(kept(door.ask(none, "opened", token)).status()).isEqualTo(403);
        TestSite malformed = new TestSite(SITE.api(), "No_Site", "");
        assertThat(reason(kept(door.ask(malformed, "opened", token)))).isEqualTo("malformed-request");
        assertThat(kept(door.askAt(SITE, "/articles/", token)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void answersHeadAndNoOtherMethod(GateDoor door) {
        Answer head = SITE.api()
                .send(door.asking(SITE.api(), SITE.id(), "/articles/weather", null)
                        .method("HEAD", BodyPublishers.noBody())
                        .build());
        assertThat(kept(head).status()).isEqualTo(200);
        Answer post = SITE.api()
                .send(door.asking(SITE.api(), SITE.id(), "/articles/weather", null)
                        .POST(BodyPublishers.noBody())
                        .build());
        assertThat(kept(post).status()).isEqualTo(403);
        assertThat(reason(post)).isEqualTo("malformed-request");
    }

    /** Proxies pass a reader's headers on: an Origin in them is no page that calls us. */
    @ParameterizedTest
    @EnumSource
    void isNotImpressedByAnOrigin(GateDoor door) {
        for (String origin : List.of("https://evil.example", "null", "https://" + SITE.id() + ".example")) {
            Answer answer = kept(door.ask(SITE, "weather", null, "Origin", origin));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    private Answer kept(Answer answer) {
        answers.add(answer);
        return answer;
    }

    private static TestReader opener() {
        TestReader reader = SITE.reader("opener");
        if (reader.check("opened").status() == 200 && !reader.reason("opened").equals("unlocked")) {
            assertThat(SITE.grant("opener", 1).status()).isEqualTo(201);
            assertThat(reader.unlock("opened").status()).isEqualTo(201);
        }
        return reader;
    }

    private static String accessToken(TestReader reader) {
        return reader.check("opened").text("token");
    }
}
