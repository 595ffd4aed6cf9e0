package io.latchkey.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.scan.probe.ArticlePage;
import io.latchkey.scan.probe.Trick;
import io.latchkey.scan.site.Web;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Every hole of a leaky site is found, whatever the scanner is told, and none in a tight one. */
class ScannerTests {

    private static final Set<String> FORMS = Set.of("amp", "rss", "atom", "rest", "oembed", "print", "md", "search");

    private static final Set<String> SHARED = Set.of("rss", "atom", "oembed");

    private static Map<String, Set<String>> tricksByArticle(SampleSite site, String... more) {
        ScanOptions options = ScanOptions.parse(Stream.concat(
                        Stream.of(site.at("/sitemap.xml").toString(), "--at-once", "8", "--site", "lantern"),
                        Stream.of(more))
                .toList());
        try (Web web = new Web(options.atOnce())) {
            Map<String, Set<String>> tricks = new TreeMap<>();
            new Scanner(options, web, new Progress(new PrintStream(new ByteArrayOutputStream()), false))
                    .scan().leaks().stream()
                            .filter(leak -> !anotherArticles(leak))
                            .forEach(leak -> tricks.computeIfAbsent(
                                            leak.article().getPath().replace("/articles/", ""), _ -> new TreeSet<>())
                                    .add(leak.trick()));
            return tricks;
        }
    }

    /** A feed holds the text of one article, whose words are a leak whichever article asks. */
    private static boolean anotherArticles(Leak leak) {
        String form = leak.probe().by().replaceFirst("^.*, ", "");
        return SHARED.contains(form) && !leak.article().getPath().endsWith("/" + form);
    }

    private static void everyHoleIsFound(Map<String, Set<String>> found) {
        assertThat(found.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        SampleSite.ARTICLES.stream().map(SampleSite::slug).toList());
        Hole.OF_TRICKS
                .keySet()
                .forEach(trick -> assertThat(found.get(trick)).as(trick).containsExactly(trick));
        Hole.MORE_OF_TRICKS.forEach(
                (article, hole) -> assertThat(found.get(article)).as(article).containsExactly(hole.getKey()));
        Hole.OF_PERSONAS
                .keySet()
                .forEach(who ->
                        assertThat(found.get(SampleSite.slug(who))).as(who).containsExactly(who));
        FORMS.forEach(
                form -> assertThat(found.get(form)).as(form).contains("anonymous", "expired reader", "fake crawler"));
        Hole.OF_PLACES
                .keySet()
                .forEach(place -> assertThat(found.get(place)).as(place).contains("anonymous"));
    }

    @Test
    void findsEveryHoleByTheTextThatAReaderMayRead() {
        try (SampleSite site = SampleSite.leaky()) {
            everyHoleIsFound(tricksByArticle(site, "--header", SampleSite.READER));
        }
    }

    @Test
    @Tag("torture")
    void findsEveryHoleByACanary() {
        try (SampleSite site = SampleSite.leaky()) {
            everyHoleIsFound(tricksByArticle(site, "--canary", SampleSite.CANARY));
        }
    }

    @Test
    void findsEveryHoleWithoutBeingToldWhatIsPremium() {
        try (SampleSite site = SampleSite.leaky()) {
            everyHoleIsFound(tricksByArticle(site));
        }
    }

    @Test
    void findsNothingInATightSiteAndSaysSo() {
        findsNothing("--header", SampleSite.READER);
    }

    @Test
    @Tag("torture")
    void findsNothingInATightSiteWhateverItIsTold() {
        findsNothing("--canary", SampleSite.CANARY);
        findsNothing();
    }

    private static void findsNothing(String... told) {
        try (SampleSite site = SampleSite.tight()) {
            Run run = Run.scan(Stream.concat(Stream.of(site.at("/sitemap.xml"), "--at-once", 8), Stream.of(told))
                    .toArray());
            assertThat(run.out()).as(List.of(told).toString()).contains("nothing leaks", " 0 unanswered");
            assertThat(run.code()).isEqualTo(Scan.CLEAN);
        }
    }

    @Test
    void knowsAtLeastTwentyFiveTricksAndEachHasItsHole() {
        List<String> names = Scanner.TRICKS.stream().map(Trick::name).toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(25).doesNotHaveDuplicates();
        assertThat(Hole.OF_TRICKS.keySet()).containsExactlyInAnyOrderElementsOf(names);
        // Cookies of a site are made up where it is named only.
        ArticlePage page = ArticlePage.of(URI.create("http://localhost/a"), "");
        assertThat(Scanner.TRICKS.stream().flatMap(trick -> trick.on(page).stream()))
                .noneMatch(probe -> probe.by().contains("__Host-"));
    }

    @Test
    void reportsForPeopleAndAsJunitXmlAndEndsWithOne(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("leaks.xml");
        try (SampleSite site = SampleSite.leaky()) {
            Run run = Run.scan(site.at("/articles/query"), "--header", SampleSite.READER, "--junit", report);

            assertThat(run.code()).isEqualTo(Scan.LEAKS);
            assertThat(run.out()).contains("by query", "paywall=0", "in page: “", "1 leaks");
            assertThat(run.err()).contains("[##############################] 1 of 1 articles, 1 leaks");
        }
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        assertThat(((Element) root.getElementsByTagName("testsuite").item(0)).getAttribute("failures"))
                .isEqualTo("1");
        NodeList failures = root.getElementsByTagName("failure");
        assertThat(failures.getLength()).isEqualTo(1);
        assertThat(((Element) failures.item(0).getParentNode()).getAttribute("classname"))
                .isEqualTo("query");
    }

    @Test
    void saysWhatToDoWhereItCannotTell() {
        assertThat(Run.scan().err()).contains("Say which sitemap or article", "--canary TEXT");
        assertThat(Run.scan("ftp://example.org/").err()).contains("http:// or https://");
        assertThat(Run.scan("--header").err()).contains("A value belongs after --header");
        assertThat(Run.scan("http://localhost/", "--most", "none").err()).contains("Not a number");
        SampleSite site = SampleSite.tight();
        site.close();
        Run unreachable = Run.scan(site.at("/sitemap.xml"));
        assertThat(unreachable.code()).isEqualTo(Scan.FAILED);
        assertThat(unreachable.err()).contains("Nothing could be read at");
        try (SampleSite open = SampleSite.tight()) {
            Run refused = Run.scan(
                    open.at("/articles/query"),
                    "--header",
                    "Authorization: no",
                    "--full",
                    open.at("/none/") + "{slug}");
            assertThat(refused.code()).isEqualTo(Scan.FAILED);
            assertThat(refused.err()).contains("/none/query does not answer with 200");
        }
    }
}
