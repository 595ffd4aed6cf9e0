package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import tools.jackson.databind.JsonNode;

/** What every refusal looks like (RFC 9457). */
public final class Problems {

    private Problems() {}

    /** The answer is a whole problem document of this status and code. */
    public static void assertProblem(String what, Answer answer, int status, String code) {
        assertThat(answer.status() + " " + answer.code())
                .as("%s: %s", what, answer.text())
                .isEqualTo(status + " " + code);
        assertProblem(what, answer);
    }

    /** The answer is a whole problem document, whatever it says. */
    public static void assertProblem(String what, Answer answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .as("%s: %s", what, answer.text())
                .contains("application/problem+json");
        JsonNode body = answer.body();
        assertThat(body.path("status").asInt()).as(what).isEqualTo(answer.status());
        assertThat(body.path("type").asString()).as(what).isEqualTo("urn:latchkey:problem:" + answer.code());
        assertThat(body.path("title").asString()).as(what).isNotBlank();
        assertThat(body.path("detail").asString()).as(what).isNotBlank();
        if (answer.status() == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .as(what)
                    .startsWith("Bearer");
        }
    }
}
