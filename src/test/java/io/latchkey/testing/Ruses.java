package io.latchkey.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What people send who want to read what is not theirs, by hand or by a tool. */
public final class Ruses {

    public static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FETCH");

    public static final List<String> HEADERS = List.of(
            "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "User-Agent: Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)",
            "User-Agent: facebookexternalhit/1.1",
            "User-Agent: Twitterbot/1.0",
            "User-Agent: curl/8.5.0",
            "Referer: https://news.google.com/",
            "Referer: https://t.co/",
            "X-Forwarded-For: 66.249.66.1",
            "X-Forwarded-Host: localhost",
            "X-Original-URL: /demo/articles/night-ferry",
            "X-Original-URL: /articles/birds",
            "X-HTTP-Method-Override: GET",
            "X-Latchkey-Site: lantern",
            "X-Latchkey-Site: canary",
            "Accept: application/json",
            "Accept: text/plain",
            "Accept-Language: de",
            "Range: bytes=0-99999",
            "Cache-Control: no-cache",
            "Cache-Control: only-if-cached",
            "Purpose: prefetch",
            "Sec-Purpose: prefetch;prerender",
            "Cookie: latchkey=open",
            "Cookie: reader=ada",
            "Authorization: Bearer null",
            "Authorization: Bearer e30.e30.",
            "Authorization: Basic YWRhOmFkYQ==");

    public static final List<String> QUERIES = List.of(
            "amp=1",
            "outputType=amp",
            "print=true",
            "format=rss",
            "preview",
            "preview=false",
            "full",
            "token=x",
            "access=free",
            "_escaped_fragment_=",
            "utm_source=newsletter&gift=1");

    private Ruses() {}

    /** Any two headers that do not say the same thing twice. */
    public static Stream<Map<String, String>> pairsOfHeaders() {
        return IntStream.range(0, HEADERS.size())
                .boxed()
                .flatMap(first -> HEADERS.stream()
                        .skip(first + 1L)
                        .filter(second -> !name(second).equals(name(HEADERS.get(first))))
                        .map(second -> Map.of(
                                name(HEADERS.get(first)), value(HEADERS.get(first)), name(second), value(second))));
    }

    /** The name in a line of a header. */
    public static String name(String header) {
        return header.substring(0, header.indexOf(':'));
    }

    /** What a line of a header says. */
    public static String value(String header) {
        return header.substring(header.indexOf(':') + 2);
    }
}
