package io.latchkey.contract;

import static io.latchkey.contract.Press.assertRefused;
import static io.latchkey.testing.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.contract.Bodies.Call;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bodies that are not what a call takes: refused as the caller's mistake, and nothing written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBodyTests {

    private static final String LONG = "x".repeat(10_000);

    /** Texts that no identifier is. */
    static final List<String> UNFIT = List.of(
            "\"\"",
            "\" \"",
            "\"a\\u0000b\"",
            "\"a\\ud800b\"",
            "\"a\\udc00\"",
            "\"a\\u0007b\"",
            "\"a\\u0085b\"",
            "\"" + LONG + "\"",
            "\"" + "\ud83d\ude00".repeat(5_000) + "\"");

    private final Press press = new Press();
    private Snapshot before = new Snapshot(Map.of());

    @BeforeEach
    void look() {
        before = Snapshot.of(Press.SERVICE);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(Snapshot.of(Press.SERVICE)).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNotJson() {
        for (Call call : Bodies.CALLS) {
            String right = press.right(call);
            for (String body : List.of(
                    "{",
                    "}",
                    "{\"",
                    "nonsense",
                    "'{}'",
                    right.substring(0, right.length() - 1),
                    right + "}",
                    right + right,
                    right + " x",
                    right.replaceFirst(":", "="),
                    right.replace("\"", "'"),
                    right.replaceFirst("\\{", "{,"),
                    right.replaceFirst("}$", ",}"),
                    "/* c */" + right,
                    "\0" + right,
                    "\ufeff" + right,
                    "[".repeat(10_000),
                    "{\"a\":".repeat(10_000),
                    "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")) {
                assertProblem(call + " " + shortened(body), press.send(call, body), 400, "invalid-body");
            }
        }
    }

    @Test
    void refusesOtherShapesThanTheObject() {
        for (Call call : Bodies.CALLS) {
            for (String body : List.of("[]", "[" + press.right(call) + "]", "\"x\"", "\"\"", "1", "true")) {
                assertProblem(call + " " + body, press.send(call, body), 400, "invalid-body");
            }
            for (String body : List.of("", " ", "null")) {
                if (!call.optional()) {
                    assertProblem(call + " " + body, press.send(call, body), 400, "invalid-body");
                }
            }
        }
    }

    @Test
    void refusesMembersThatItDoesNotKnowAndThoseThatComeTwice() {
        for (Call call : Bodies.CALLS) {
            String right = press.right(call);
            String first = right.substring(1, right.indexOf(':'));
            for (String more : List.of("\"unknown\":1,", "\"\":1,", "\"" + LONG + "\":1,", first + ":\"x\",")) {
                assertProblem(
                        call + " " + shortened(more),
                        press.send(call, right.replaceFirst("\\{", "{" + more)),
                        400,
                        "invalid-body");
            }
        }
    }

    @Test
    void refusesEverythingButAStringWhereAStringStands() {
        for (Call call : Bodies.CALLS) {
            for (String member : call.texts()) {
                for (String value : List.of("5", "1.5", "true", "[]", "{}", "[\"a\"]", "{\"value\":\"a\"}")) {
                    assertMember(call, member, value);
                }
            }
        }
    }

    @Test
    void refusesEverythingButAnIntegerInBoundsWhereAnIntegerStands() {
        for (Call call : Bodies.CALLS) {
            for (String member : call.numbers()) {
                for (String value : List.of(
                        "\"5\"",
                        "\"\"",
                        "1.5",
                        "1.0",
                        "1e2",
                        "true",
                        "[]",
                        "[5]",
                        "{}",
                        "-1",
                        "1e400",
                        "-1e400",
                        "NaN",
                        "05",
                        "0x5",
                        "2147483648",
                        "9223372036854775807",
                        "9223372036854775808",
                        "1" + "0".repeat(2_000))) {
                    assertMember(call, member, value);
                }
            }
        }
    }

    @Test
    void refusesTextsThatCannotBeStoredOrNeverEnd() {
        for (Call call : Bodies.CALLS) {
            for (String member : call.texts()) {
                for (String value : List.of("\"a\nb\"", "\"\\x\"")) {
                    assertMember(call, member, value);
                }
                for (String value : UNFIT) {
                    boolean noAddress = member.equals("email") && value.matches("\" ?\"");
                    if (!call.needless(member) && !noAddress) {
                        assertMember(call, member, value);
                    }
                }
            }
        }
    }

    private record Kind(String type, Charset charset, int status) {}

    @Test
    void refusesOtherMediaTypesAndCharsets() {
        for (Call call : Bodies.CALLS) {
            String right = press.right(call);
            for (Kind kind : List.of(
                    new Kind("text/plain", UTF_8, 415),
                    new Kind("application/xml", UTF_8, 415),
                    new Kind("application/x-www-form-urlencoded", UTF_8, 415),
                    new Kind("multipart/form-data; boundary=x", UTF_8, 415),
                    new Kind("nonsense", UTF_8, 415),
                    new Kind("application/json;charset=nonsense", UTF_8, 415),
                    new Kind("application/json", UTF_16, 400),
                    new Kind("application/json", ISO_8859_1, 400))) {
                Answer answer = press.send(
                        call,
                        right.replaceFirst(":\"", ":\"\u00e4").getBytes(kind.charset()),
                        "Content-Type",
                        kind.type());
                assertThat(answer.status())
                        .as("%s as %s: %s", call, kind, answer.text())
                        .isEqualTo(kind.status());
                assertRefused(call + " as " + kind, answer);
            }
            assertProblem(call + " of no type", press.send(call, right.getBytes(UTF_8)), 415, "unsupported-media-type");
        }
    }

    @Test
    void refusesBodiesOfAMegabyte() {
        for (Call call : Bodies.CALLS) {
            String padded = press.right(call).replaceFirst("\\{", "{" + " ".repeat(1_000_000));
            assertProblem(call.toString(), press.send(call, padded), 413, "body-too-large");
        }
    }

    @Test
    void refusesBeforeItActsWhereTheAnswerWouldNotBeTaken() {
        for (Call call : Bodies.CALLS) {
            for (String accept : List.of("text/html", "application/xml", "image/*", "nonsense")) {
                assertProblem(
                        call + " for " + accept,
                        press.send(
                                call, press.right(call).getBytes(UTF_8), "Content-Type", Press.JSON, "Accept", accept),
                        406,
                        "not-acceptable");
            }
        }
    }

    private void assertMember(Call call, String member, String value) {
        assertRefused(
                call + " with " + member + " " + shortened(value),
                press.send(call, call.with(member, value).replace("{site}", press.site.id())));
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
