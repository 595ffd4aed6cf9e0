package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;
import org.springframework.web.util.HtmlUtils;

/** What stands of an article on other pages than its own. */
final class Teasers {

    private static final String TEASER = Newspaper.resource("pages/teaser.html");

    String teaser(Post post, Guest guest) {
        return TEASER.replace("{{picture}}", picture(post))
                .replace("{{tags}}", tags(post, guest))
                .replace("{{id}}", post.id())
                .replace("{{language}}", post.language())
                .replace("{{title}}", HtmlUtils.htmlEscape(post.title()))
                .replace("{{standfirst}}", HtmlUtils.htmlEscape(post.standfirst()));
    }

    /** Its kicker, and who may read it. */
    String tags(Post post, Guest guest) {
        boolean theirs = guest.unlocked().contains(post.id());
        return "%s <span class=\"label %s\" lang=\"en\">%s</span>"
                .formatted(
                        HtmlUtils.htmlEscape(post.kicker()),
                        theirs ? "theirs" : post.access(),
                        theirs ? "Unlocked" : label(post));
    }

    String picture(Post post) {
        return post.picture().isEmpty()
                ? ""
                : "<img class=\"picture\" src=\"/demo/assets/%s.svg\" width=\"480\" height=\"300\" alt=\"%s\">"
                        .formatted(post.id(), HtmlUtils.htmlEscape(post.picture()));
    }

    private static String label(Post post) {
        return switch (post.access()) {
            case "free" -> "Free";
            case "registered" -> "With an account";
            case "metered" -> "Metered";
            case "premium" -> "Premium";
            default -> "Subscribers";
        };
    }
}
