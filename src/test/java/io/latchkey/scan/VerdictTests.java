package io.latchkey.scan;

import static io.latchkey.scan.SmallSite.leadingTo;
import static io.latchkey.scan.SmallSite.page;
import static io.latchkey.scan.SmallSite.send;
import static io.latchkey.scan.SmallSite.urls;
import static io.latchkey.scan.SmallSite.xml;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** “Nothing leaks” is said of what was looked at, and what was not is named. */
class VerdictTests {

    private static final String TEXT = Prose.of("premium", 160);
    private static final String FREE = "<p>" + Prose.of("free", 60) + "</p>";
    private static final String NOT_FREE =
            "<script type=\"application/ld+json\">{\"isAccessibleForFree\":false}</script><p>A preview.</p>";

    private static SmallSite site() {
        return new SmallSite().on("/free", page(200, FREE));
    }

    /** The whole article for whom that is true, else this. */
    private static HttpHandler gated(String header, String part, HttpHandler otherwise) {
        return exchange -> {
            String said = exchange.getRequestHeaders().getFirst(header);
            (said != null && said.contains(part) ? page(200, "<p>" + TEXT + "</p>") : otherwise).handle(exchange);
        };
    }

    private static void cannotTell(Run run, Object of, String why) {
        assertThat(run.out()).contains("NOT TOLD " + of + ": " + why).doesNotContain("nothing leaks");
        assertThat(run.code()).isEqualTo(Scan.FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void triesEverythingOnAnArticleThatIsRefused(int status) {
        HttpHandler refusal = page(status, "<p>Subscribe</p>");
        try (SmallSite site = site().on("/gated", gated("User-Agent", "Googlebot", refusal))) {
            site.sitemap(site.at("/free"), site.at("/gated"));
            Run told = Run.scan(site.at("/sitemap.xml"), "--header", "User-Agent: may read, as Googlebot");
            assertThat(told.out()).contains("LEAK " + site.at("/gated") + " by fake crawler");
            assertThat(told.code()).isEqualTo(Scan.LEAKS);
            assertThat(Run.scan(site.at("/gated")).out()).contains("by fake crawler");

            site.on("/gated", gated("Authorization", "Bearer paid", refusal));
            Run tight = Run.scan(site.at("/sitemap.xml"), "--header", "Authorization: Bearer paid");
            assertThat(tight.out()).contains("2 articles, 1 of them not for everybody", "nothing leaks");
            assertThat(tight.code()).isEqualTo(Scan.CLEAN);
        }
    }

    @Test
    void triesEverythingOnAnArticleThatLeadsToWhereOneSignsIn() {
        try (SmallSite site = site().on("/gated", gated("User-Agent", "Googlebot", leadingTo("/login")))) {
            site.on("/login", page(200, "<p>Sign in</p>")).on("/old", leadingTo("/free"));
            assertThat(Run.scan(site.at("/gated")).out()).contains("LEAK " + site.at("/gated") + " by fake crawler");
            assertThat(Run.scan(site.at("/old")).out()).contains("nothing leaks");
        }
    }

    @Test
    void namesArticlesThatCannotBeHadAndLeaksBeforeThem(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("leaks.xml");
        try (SmallSite site = site().on("/broken", page(500, "no")).on("/moved", leadingTo("http://www.example/a"))) {
            site.sitemap(site.at("/free"), site.at("/none"), site.at("/broken"), site.at("/moved"));
            Run run = Run.scan(site.at("/sitemap.xml"), "--junit", report);
            cannotTell(run, site.at("/none"), "it answers 404");
            cannotTell(run, site.at("/broken"), "it answers 500");
            cannotTell(run, site.at("/moved"), "it leads to http://www.example/a");
            assertThat(Files.readString(report))
                    .contains("tests=\"3\" errors=\"3\"", "<error message=\"it answers 404\"")
                    .contains(site.at("/broken").toString());

            site.on("/free", page(200, "<p>the night ferry sank</p>"));
            assertThat(Run.scan(site.at("/sitemap.xml"), "--canary", "night ferry")
                            .code())
                    .isEqualTo(Scan.LEAKS);
        }
    }

    @Test
    void tellsHostsApartAsAddressesAre() {
        try (SmallSite site = site()) {
            String capital = site.at("/free").toString().replace("localhost", "LocalHost");
            Run same = Run.scan(site.sitemap(capital).at("/sitemap.xml"));
            assertThat(same.out()).contains("1 articles", "nothing leaks");
            assertThat(same.code()).isEqualTo(Scan.CLEAN);

            site.sitemap(site.at("/free"), "http://www.example/free");
            cannotTell(Run.scan(site.at("/sitemap.xml")), "http://www.example/free", "it is on another host");
        }
    }

    @Test
    void callsAPageWhoseTextEverybodySeesALeakOnlyWhereItSaysThatItIsNotFree() {
        String header = "Authorization: Bearer paid";
        try (SmallSite site = site().on("/open", page(200, NOT_FREE + "<p>" + TEXT + "</p>"))) {
            site.sitemap(site.at("/free"), site.at("/open"));
            Run run = Run.scan(site.at("/sitemap.xml"), "--header", header);
            assertThat(run.out())
                    .contains("LEAK " + site.at("/open") + " by plain", "shows everybody", " 1 leaks.")
                    .doesNotContain("LEAK " + site.at("/free"));
            assertThat(run.code()).isEqualTo(Scan.LEAKS);

            // Kept back here, and shown by a page that says nothing: neither a leak of this page nor none at all.
            site.on("/free", page(200, FREE + "<p>" + TEXT + "</p>"))
                    .on("/open", gated("Authorization", "paid", page(200, NOT_FREE)));
            Run elsewhere = Run.scan(site.at("/sitemap.xml"), "--header", header);
            cannotTell(elsewhere, site.at("/open"), "what it keeps back stands on another page");

            site.on("/open", page(200, "<latchkey-paywall content=\"/text/open\"></latchkey-paywall>" + FREE));
            cannotTell(Run.scan(site.at("/open"), "--header", header), site.at("/open"), "it fetches its text");
            site.on("/open", page(200, ""));
            cannotTell(Run.scan(site.at("/open"), "--header", header), site.at("/open"), "with the headers given");
        }
    }

    @Test
    void readsPackedSitemapsAndNamesWhatIsNone() {
        try (SmallSite site = site()) {
            site.on(
                    "/packed",
                    exchange -> send(exchange, 200, "application/octet-stream", packed(urls(site.at("/free")))));
            Run packed = Run.scan(site.at("/packed"));
            assertThat(packed.out()).contains("1 articles").doesNotContain("NOT TOLD");
            assertThat(packed.code()).isEqualTo(Scan.CLEAN);

            site.index(Stream.of(site.at("/packed"), site.at("/free"), site.at("/gone")));
            Run index = Run.scan(site.at("/sitemap.xml"));
            assertThat(index.out()).contains("1 articles");
            cannotTell(index, site.at("/free"), "it is no sitemap");
            cannotTell(index, site.at("/gone"), "it answers 404");

            site.on("/data", exchange -> send(exchange, 200, "application/json", new byte[] {'{', '}'}));
            assertThat(Run.scan(site.at("/data")).code()).isEqualTo(Scan.FAILED);
        }
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void takesABusySiteForSilentAndAsksItAgain() {
        AtomicInteger asked = new AtomicInteger();
        HttpHandler whole = page(200, NOT_FREE);
        try (SmallSite site = site()) {
            HttpHandler busy = exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                page(429, "Slower").handle(exchange);
            };
            site.on("/once", exchange -> (asked.incrementAndGet() == 1 ? busy : whole).handle(exchange));
            assertThat(Run.scan(site.at("/once")).code()).isEqualTo(Scan.CLEAN);

            asked.set(0);
            site.on("/busy", exchange -> (asked.incrementAndGet() <= 2 ? whole : busy).handle(exchange));
            Run run = Run.scan(site.at("/busy"), "--at-once", 8);
            assertThat(run.out()).contains(" requests were not answered");
            assertThat(run.code()).isEqualTo(Scan.FAILED);
        }
    }

    /** Which no made-up token finds where signatures are checked. */
    @Test
    void triesATokenThatWasGoodOnceAndSaysWhereItHasNone() {
        try (SmallSite site = site().on("/gated", gated("Authorization", "signed-and-over", page(200, NOT_FREE)))) {
            Run without = Run.scan(site.at("/gated"));
            assertThat(without.out()).contains("NOTE an expired token was tried as a made-up one only");
            assertThat(without.code()).isEqualTo(Scan.CLEAN);
            Run with = Run.scan(site.at("/gated"), "--expired", "Authorization: Bearer signed-and-over");
            assertThat(with.out())
                    .contains("LEAK " + site.at("/gated") + " by expired reader")
                    .doesNotContain("NOTE");
            assertThat(with.code()).isEqualTo(Scan.LEAKS);
        }
    }

    @Test
    void saysHowManyItLeavesOutAndCannotTellUnlessItWasToldTo() {
        try (SmallSite site = site()) {
            IntStream.range(0, 502).forEach(article -> site.on("/" + article, page(200, FREE)));
            site.sitemap(IntStream.range(0, 502)
                    .mapToObj(article -> site.at("/" + article))
                    .toArray());
            cannotTell(Run.scan(site.at("/sitemap.xml")), site.at("/sitemap.xml"), "2 more articles were not looked");
            Run chosen = Run.scan(site.at("/sitemap.xml"), "--most", "3");
            assertThat(chosen.out()).contains("NOTE 499 more articles were not looked at", "nothing leaks");
            assertThat(chosen.code()).isEqualTo(Scan.CLEAN);

            IntStream.range(0, 102).forEach(map -> site.on("/map/" + map, xml(urls(site.at("/free")))));
            site.index(IntStream.range(0, 102).mapToObj(map -> site.at("/map/" + map)));
            cannotTell(Run.scan(site.at("/sitemap.xml")), site.at("/sitemap.xml"), "3 of its sitemaps were not read");
        }
    }

    @Test
    void endsWithTwoAndASentenceWhateverGoesWrong(@TempDir Path folder) {
        try (SmallSite site = site()) {
            site.sitemap(site.at("/free"), "http://localhost/a|b", " ", "no address");
            Run run = Run.scan(site.at("/sitemap.xml"));
            assertThat(run.out()).contains("1 articles");
            cannotTell(run, "“http://localhost/a|b”", "it is no address");
            cannotTell(run, "“”", "it is no address");
            cannotTell(run, "“no address”", "it is no address");

            Run unwritten = Run.scan(site.at("/free"), "--junit", folder);
            assertThat(unwritten.code()).isEqualTo(Scan.FAILED);
            assertThat(unwritten.err()).contains("The report cannot be written").doesNotContain("\tat ");
            Run unforeseen = Run.scan(site.at("/free"), "--header", "A: b", "--full", "nowhere {slug}");
            assertThat(unforeseen.code()).isEqualTo(Scan.FAILED);
            assertThat(unforeseen.err()).contains("nothing can be told").doesNotContain("\tat ");
        }
    }
}
