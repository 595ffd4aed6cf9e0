package io.latchkey.article;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Articles as they come in, one a line (NDJSON). After the first wrong line the rest is read past,
 * so that the client gets its answer; nothing grows beyond its limit.
 */
final class ArticleBatch {

    private static final int MOST_ARTICLES = 100_000;
    private static final int LONGEST_LINE_BYTES = 64 * 1024;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final JsonMapper json;
    private final Map<ArticleId, Article> articles = new LinkedHashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number = 1;
    private @Nullable Problem refusal;

    ArticleBatch(JsonMapper json) {
        this.json = json;
    }

    /** Reads on. */
    void add(ByteBuffer chunk) {
        while (refusal == null && chunk.hasRemaining()) {
            byte next = chunk.get();
            if (next == '\n') {
                endLine();
            } else if (line.size() < LONGEST_LINE_BYTES) {
                line.write(next);
            } else {
                refusal = invalid(RequestProblem.INVALID_BODY.because("It is too long."));
            }
        }
    }

    /** All articles, of two with one id the later; refuses when any line was wrong. */
    Collection<Article> end() {
        endLine();
        if (refusal != null) {
            throw refusal;
        }
        return articles.values();
    }

    private void endLine() {
        byte[] bytes = number == 1 ? withoutMark(line.toByteArray()) : line.toByteArray();
        line.reset();
        if (refusal == null && !isBlank(bytes)) {
            keep(bytes);
        }
        number++;
    }

    private void keep(byte[] bytes) {
        try {
            @Nullable ArticleLine read = json.readValue(bytes, ArticleLine.class);
            Article article = Input.present("article", read).article();
            articles.put(article.id(), article);
            if (articles.size() > MOST_ARTICLES) {
                refusal = ArticleProblem.IMPORT_TOO_LARGE.problem();
            }
        } catch (JacksonException e) {
            refusal = invalid(e.getCause() instanceof Problem why ? why : null);
        } catch (Problem why) {
            refusal = invalid(why);
        }
    }

    private Problem invalid(@Nullable Problem why) {
        String reason = why == null ? "It is not JSON of an article's shape." : why.getMessage();
        return ArticleProblem.INVALID_LINE
                .because("Line " + number + ": " + reason + " Nothing was imported.")
                .with("line", number);
    }

    /** Some editors put a byte order mark first; RFC 8259, section 8.1, lets us read past it. */
    private static byte[] withoutMark(byte[] bytes) {
        return Arrays.mismatch(bytes, MARK) == MARK.length || Arrays.equals(bytes, MARK)
                ? Arrays.copyOfRange(bytes, MARK.length, bytes.length)
                : bytes;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    /** One line: an article's body with its id. */
    record ArticleLine(
            ArticleId id,
            String title,
            String url,
            AccessLevel access,
            @Nullable String tier) {

        Article article() {
            return new ArticleBody(title, url, access, tier).named(Input.present("id", id));
        }
    }
}
