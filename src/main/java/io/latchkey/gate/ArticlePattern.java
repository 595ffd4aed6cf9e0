package io.latchkey.gate;

import io.latchkey.article.ArticleId;
import io.latchkey.shared.web.Input;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a site's articles are: a path such as {@code /articles/{id}}, in which {@code *} stands for
 * any one segment.
 *
 * @param text as the site wrote it
 * @param beginning what every address of such an article begins with
 */
record ArticlePattern(String text, Pattern pattern, String beginning) {

    private static final String ID = "{id}";
    private static final Pattern SHAPE = Pattern.compile("(/(\\*|[\\p{L}\\p{N}._~-]*+(\\{id}[\\p{L}\\p{N}._~-]*+)?))+");

    static ArticlePattern of(String text) {
        Input.matching("articlePaths", Input.text("articlePaths", text, 200), SHAPE);
        if (text.indexOf(ID) < 0 || text.indexOf(ID) != text.lastIndexOf(ID)) {
            throw Input.refused("articlePaths", "must each hold {id} once");
        }
        if (text.contains("//") || text.matches(".*/\\.{1,2}(/.*)?")) {
            throw Input.refused("articlePaths", "must be paths without empty or dot segments");
        }
        return new ArticlePattern(text, compiled(text), text.split("[*{]", 2)[0]);
    }

    /** The article at this path, as {@link ArticlePath} reads it; null when it is none. */
    @Nullable
    ArticleId at(String path) {
        Matcher matcher = pattern.matcher(path);
        return matcher.matches() ? new ArticleId(matcher.group("id")) : null;
    }

    /**
     * Whether the path looks as if an article were there, also to a server that does not tell
     * capitals from small letters.
     */
    boolean looksLike(String path) {
        return path.toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT));
    }

    private static Pattern compiled(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("/", -1)).map(ArticlePattern::segment).collect(Collectors.joining("/")));
    }

    private static String segment(String segment) {
        if (segment.equals("*")) {
            return "[^/]+";
        }
        int id = segment.indexOf(ID);
        return id < 0
                ? Pattern.quote(segment)
                : Pattern.quote(segment.substring(0, id))
                        + "(?<id>[A-Za-z0-9][A-Za-z0-9._~-]{0,127})"
                        + Pattern.quote(segment.substring(id + ID.length()));
    }
}
