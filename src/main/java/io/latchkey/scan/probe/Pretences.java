package io.latchkey.scan.probe;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tricks that say something untrue about who asks, and from where. */
public final class Pretences {

    private static final String USER_AGENT = "User-Agent";
    private static final String REFERRER = "Referer";

    /** Servers that hand headers on as variables (RFC 3875, section 4.1.18) take _ for -. */
    private static final List<Map<String, String>> DECISIONS = List.of(
            Map.of("X-Latchkey-Decision", "granted", "X-Latchkey-Reason", "plan"),
            Map.of("X_Latchkey_Decision", "granted", "X_Latchkey_Reason", "plan"),
            Map.of("X-Latchkey-View", "full"),
            Map.of("X_Latchkey_View", "full"),
            Map.of("X-Latchkey-Article", "free"),
            Map.of("X_Latchkey_Article", "free"),
            Map.of("Paywall-Result", "ALLOW"),
            Map.of("X-Subscriber", "true", "X-User-Role", "subscriber"));

    public static final List<Trick> ALL = List.of(
            saying(
                    "crawler",
                    "The user agent of a crawler is believed without a look at its" + " address.",
                    USER_AGENT,
                    "Mozilla/5.0 (compatible; bingbot/2.0;" + " +http://www.bing.com/bingbot.htm)",
                    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
                    "AdsBot-Google (+http://www.google.com/adsbot.html)",
                    "Mediapartners-Google",
                    "GPTBot/1.2",
                    "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)"),
            saying(
                    "link-preview",
                    "The user agent of a network that shows previews is given the whole" + " text.",
                    USER_AGENT,
                    "facebookexternalhit/1.1",
                    "Twitterbot/1.0",
                    "LinkedInBot/1.0",
                    "WhatsApp/2.23",
                    "Slackbot-LinkExpanding 1.0"),
            saying(
                    "text-browser",
                    "Browsers without scripts are given the whole text.",
                    USER_AGENT,
                    "Lynx/2.8.9rel.1 libwww-FM/2.14",
                    "w3m/0.5.3"),
            saying(
                    "old-browser",
                    "Browsers too old for the paywall's script are given the whole text.",
                    USER_AGENT,
                    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"),
            saying(
                    "app",
                    "Whatever calls itself the site's app is taken for a subscriber's.",
                    USER_AGENT,
                    "NewsApp/5.1 (iPhone; iOS 18.0)",
                    "okhttp/4.12.0",
                    "Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 Version/4.0"),
            saying(
                    "monitor",
                    "Monitors and feed readers pass by their user agent.",
                    USER_AGENT,
                    "Feedly/1.0 (+http://www.feedly.com/fetcher.html)",
                    "Pingdom.com_bot_version_1.4",
                    "curl/8.5.0"),
            saying(
                    "search-referrer",
                    "Whoever comes from a search engine reads for free.",
                    REFERRER,
                    "https://www.google.com/",
                    "https://news.google.com/",
                    "https://www.bing.com/search?q=news",
                    "https://duckduckgo.com/"),
            saying(
                    "social-referrer",
                    "Whoever comes from a social network reads for free.",
                    REFERRER,
                    "https://t.co/abc",
                    "https://www.facebook.com/",
                    "https://l.facebook.com/l.php",
                    "https://www.reddit.com/",
                    "https://news.ycombinator.com/",
                    "https://www.linkedin.com/"),
            trick(
                    "own-referrer",
                    "Whoever comes from the site itself, or its newsletter, reads for" + " free.",
                    article -> Stream.of(
                                    article.at("/").toString(),
                                    article.at("/newsletter").toString())
                            .map(from -> asked(article, Map.of(REFERRER, from)))
                            .toList()),
            trick("forwarded-for", "An address that the client itself writes is believed.", Pretences::addresses),
            trick(
                    "archive",
                    "What calls itself an archive or a cache is given the whole text.",
                    article -> List.of(
                            asked(article, Map.of("Via", "HTTP/1.0 web.archive.org (Wayback Save" + " Page)")),
                            asked(article, Map.of(USER_AGENT, "Mozilla/5.0 (compatible;" + " archive.org_bot)")),
                            asked(article, Map.of("X-Archive-Src", "1", "X-Archive-Orig-Host", "archive.example")),
                            asked(article, Map.of("Via", "1.1 google-cache", USER_AGENT, "Google-Read-Aloud")))),
            trick(
                    "prefetch",
                    "What is fetched ahead of being shown is not counted or not gated.",
                    article -> List.of(
                            asked(article, Map.of("Sec-Purpose", "prefetch;prerender", "Purpose", "prefetch")),
                            asked(article, Map.of("X-Moz", "prefetch")))),
            trick(
                    "script-request",
                    "What says that a script asks is given the bare article.",
                    article -> List.of(
                            asked(article, Map.of("X-Requested-With", "XMLHttpRequest")),
                            asked(article, Map.of("X-PJAX", "true")),
                            asked(article, Map.of("RSC", "1")),
                            asked(article, Map.of("Turbo-Frame", "article")))),
            saying(
                    "negotiation",
                    "Another media type of the same address is not gated.",
                    "Accept",
                    "application/json",
                    "application/ld+json",
                    "application/activity+json",
                    "text/markdown",
                    "text/plain",
                    "application/rss+xml"),
            trick(
                    "made-up-decision",
                    "A header that only the own proxy may set is taken from the client.",
                    article -> DECISIONS.stream()
                            .map(headers -> asked(article, headers))
                            .toList()),
            trick(
                    "made-up-cookie",
                    "A cookie that anybody can write is believed.",
                    article -> Stream.of(
                                    "subscriber=1",
                                    "premium=true; paid=true",
                                    "meter=0; articles_read=0",
                                    "logged_in=yes; role=subscriber")
                            .map(cookie -> asked(article, Map.of("Cookie", cookie)))
                            .toList()));

    private Pretences() {}

    private static Trick trick(String name, String about, Trick.Attempts attempts) {
        return new Trick(name, about, attempts);
    }

    private static Trick saying(String name, String about, String header, String... values) {
        return trick(
                name,
                about,
                article -> Stream.of(values)
                        .map(value -> Probe.get(value, article.address(), Map.of(header, value)))
                        .toList());
    }

    private static Probe asked(ArticlePage article, Map<String, String> headers) {
        return Probe.get(headers.toString(), article.address(), headers);
    }

    /** A crawler's address and an internal one, by every name that proxies give the client's. */
    private static List<Probe> addresses(ArticlePage article) {
        return Stream.of("66.249.66.1", "127.0.0.1", "10.0.0.1")
                .map(address -> Probe.get(
                        address,
                        article.address(),
                        Map.of(
                                "X-Forwarded-For", address,
                                "X-Real-IP", address,
                                "CF-Connecting-IP", address,
                                "True-Client-IP", address,
                                "X-Client-IP", address,
                                "Forwarded", "for=" + address)))
                .toList();
    }
}
