package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;

import org.springframework.web.util.HtmlUtils;

import java.util.List;
import java.util.stream.Collectors;

/** The newspaper as HTML. No page holds more of an article than everybody may read. */
final class Pages {

    private final Newspaper newspaper;
    private final String shell;
    private final String article = Newspaper.resource("pages/article.html");
    private final String account = Newspaper.resource("pages/account.html");

    Pages(Newspaper newspaper, String site) {
        this.newspaper = newspaper;
        this.shell =
                Newspaper.resource("pages/shell.html")
                        .replace("{{site}}", HtmlUtils.htmlEscape(site))
                        .replace("{{name}}", Newspaper.NAME);
    }

    String front() {
        String list =
                newspaper.articles().stream().map(Pages::teaser).collect(Collectors.joining());
        return page(Newspaper.NAME, "front", "<div class=\"front\">" + list + "</div>");
    }

    String article(Post post) {
        String main =
                article.replace("{{id}}", post.id())
                        .replace("{{access}}", post.access())
                        .replace("{{label}}", label(post))
                        .replace("{{kicker}}", HtmlUtils.htmlEscape(post.kicker()))
                        .replace("{{title}}", HtmlUtils.htmlEscape(post.title()))
                        .replace("{{standfirst}}", HtmlUtils.htmlEscape(post.standfirst()))
                        .replace("{{preview}}", paragraphs(List.of(post.preview())))
                        .replace("{{rest}}", post.free() ? rest(post) : "");
        return page(HtmlUtils.htmlEscape(post.title()) + " · " + Newspaper.NAME, "article", main);
    }

    String account() {
        return page("Your account · " + Newspaper.NAME, "account", account);
    }

    /** What follows the preview. */
    static String rest(Post post) {
        return paragraphs(post.rest());
    }

    private String page(String title, String kind, String main) {
        return shell.replace("{{title}}", title)
                .replace("{{page}}", kind)
                .replace("{{main}}", main);
    }

    private static String teaser(Post post) {
        return """
        <article class="teaser" data-article="%s">
          <p class="kicker">%s <span class="label %s">%s</span></p>
          <h2><a href="/demo/articles/%s">%s</a></h2>
          <p>%s</p>
        </article>
        """
                .formatted(
                        post.id(),
                        HtmlUtils.htmlEscape(post.kicker()),
                        post.access(),
                        label(post),
                        post.id(),
                        HtmlUtils.htmlEscape(post.title()),
                        HtmlUtils.htmlEscape(post.standfirst()));
    }

    private static String label(Post post) {
        return switch (post.access()) {
            case "free" -> "Free";
            case "registered" -> "Signed in";
            case "metered" -> "2 free a month";
            case "premium" -> "Premium";
            default -> "Subscribers";
        };
    }

    private static String paragraphs(List<String> paragraphs) {
        return paragraphs.stream()
                .map(text -> "<p>" + HtmlUtils.htmlEscape(text) + "</p>\n")
                .collect(Collectors.joining());
    }
}
