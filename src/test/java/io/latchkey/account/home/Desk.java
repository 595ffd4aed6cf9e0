package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;

/**
 * A reader's account, asked for as a browser without scripts does.
 *
 * @param language of the pages
 */
public record Desk(TestReader reader, String language) {

    /** In English. */
    public static Desk of(TestReader reader) {
        return new Desk(reader, "en");
    }

    /** In another language. */
    public Desk in(String other) {
        return new Desk(reader, other);
    }

    /** A page, which must be there. */
    public String page(String path) {
        Answer answer = look(path);
        assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
        return answer.text();
    }

    /** Whatever is there. */
    public Answer look(String path) {
        return reader.site().api().send(request(path).GET().build());
    }

    /** Sends a form, and says where that leads. */
    public String send(String path, String fields) {
        Answer answer = post(path, fields);
        assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Sends a form and looks at the page to which that leads. */
    public String sent(String path, String fields) {
        String target = send(path, fields);
        return page(target.substring(
                target.indexOf(reader.site().id()) + reader.site().id().length()));
    }

    /** Sends a form. */
    public Answer post(String path, String fields) {
        return reader.site().api().send(posting(path, fields));
    }

    /** Sends a form without waiting. */
    public CompletableFuture<Answer> postAsync(String path, String fields) {
        return reader.site().api().sendAsync(posting(path, fields));
    }

    private HttpRequest posting(String path, String fields) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", TestService.ISSUER)
                .POST(BodyPublishers.ofString(fields))
                .build();
    }

    /** A request as the browser makes it. */
    public HttpRequest.Builder request(String path) {
        return reader.site()
                .api()
                .request("/account/" + reader.site().id() + path, null)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .header("Cookie", cookie());
    }

    /** What the browser keeps the session in. */
    public String cookie() {
        return "__Host-latchkey-" + reader.site().id() + "=" + reader.token();
    }
}
