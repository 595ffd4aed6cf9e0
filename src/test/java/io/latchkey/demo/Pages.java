package io.latchkey.demo;

import io.latchkey.demo.Mailbox.Mail;
import io.latchkey.demo.Newspaper.Post;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** The newspaper as HTML. No page holds more of an article than everybody may read. */
final class Pages {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(Locale.UK);

    private final Newspaper newspaper;
    private final Publisher publisher;
    private final Teasers teasers = new Teasers();
    private final String shell = Newspaper.resource("pages/shell.html");
    private final String front = Newspaper.resource("pages/front.html");
    private final String article = Newspaper.resource("pages/article.html");
    private final String paywall = Newspaper.resource("pages/paywall.html");
    private final String signIn = Newspaper.resource("pages/sign-in.html");
    private final String known = Newspaper.resource("pages/bar-known.html");
    private final String stranger = Newspaper.resource("pages/bar-stranger.html");

    Pages(Newspaper newspaper, Publisher publisher) {
        this.newspaper = newspaper;
        this.publisher = publisher;
    }

    String front(Guest guest) {
        String list = newspaper.articles().stream()
                .map(post -> teasers.teaser(post, guest))
                .collect(Collectors.joining());
        return page(Newspaper.NAME, "front", "/demo/", guest, front.replace("{{list}}", list));
    }

    String article(Guest guest, Post post) {
        String more = newspaper.after(post).stream()
                .map(next -> teasers.teaser(next, guest))
                .collect(Collectors.joining());
        String text = post.free() ? paragraphs(post.paragraphs()) : paywall;
        String main = article.replace("{{text}}", text)
                .replace("{{preview}}", paragraphs(List.of(post.preview())))
                .replace("{{id}}", post.id())
                .replace("{{language}}", post.language())
                .replace("{{tags}}", teasers.tags(post, guest))
                .replace("{{title}}", HtmlUtils.htmlEscape(post.title()))
                .replace("{{standfirst}}", HtmlUtils.htmlEscape(post.standfirst()))
                .replace("{{minutes}}", Integer.toString(post.minutes()))
                .replace("{{picture}}", teasers.picture(post))
                .replace("{{more}}", more);
        String title = HtmlUtils.htmlEscape(post.title()) + " · " + Newspaper.NAME;
        return page(title, "article", "/demo/articles/" + post.id(), guest, main);
    }

    String signIn(Guest guest, String back) {
        return page("Sign in · " + Newspaper.NAME, "plain", back, guest, signIn);
    }

    String mail(Guest guest, List<Mail> letters) {
        String list = letters.stream().map(this::letter).collect(Collectors.joining());
        String main = "<section class=\"narrow\"><h1>Letters</h1><p class=\"standfirst\">What the demo"
                + " would have sent by e-mail. None leaves this machine.</p>"
                + (list.isEmpty() ? "<p>There is none yet.</p>" : list)
                + "</section>";
        return page("Letters · " + Newspaper.NAME, "plain", "/demo/mail", guest, main);
    }

    /** What the content server sends to whoever may read it all. */
    String whole(Post post) {
        return paragraphs(post.paragraphs());
    }

    private String letter(Mail mail) {
        String text = HtmlUtils.htmlEscape(mail.text());
        String linked = text.replaceAll("(" + publisher.origin() + "[^\\s<]*[\\w/=])", "<a href=\"$1\">$1</a>");
        return "<article class=\"card letter\"><h2>%s</h2><p class=\"small\">To %s</p><pre>%s</pre></article>"
                .formatted(HtmlUtils.htmlEscape(mail.subject()), HtmlUtils.htmlEscape(mail.to()), linked);
    }

    private String page(String title, String kind, String path, Guest guest, String main) {
        String bar = guest.signedIn() ? known : stranger;
        return shell.replace("{{title}}", title)
                .replace("{{main}}", main)
                .replace("{{bar}}", bar)
                .replace("{{page}}", kind)
                .replace("{{path}}", path)
                .replace("{{day}}", DAY.format(publisher.today()))
                .replace("{{name}}", Newspaper.NAME)
                .replace("{{site}}", publisher.site())
                .replace("{{meter}}", Integer.toString(guest.meter()))
                .replace("{{limit}}", Integer.toString(guest.limit()))
                .replace("{{unlocks}}", Integer.toString(guest.unlockLeft()));
    }

    static String paragraphs(List<String> paragraphs) {
        return paragraphs.stream()
                .map(text -> "<p>" + HtmlUtils.htmlEscape(text) + "</p>\n")
                .collect(Collectors.joining());
    }
}
