package io.latchkey.scan;

import io.latchkey.scan.probe.ArticlePage;
import io.latchkey.scan.probe.Detours;
import io.latchkey.scan.probe.Persona;
import io.latchkey.scan.probe.Pretences;
import io.latchkey.scan.probe.Probe;
import io.latchkey.scan.probe.Tokens;
import io.latchkey.scan.probe.Trick;
import io.latchkey.scan.probe.Variants;
import io.latchkey.scan.site.Answer;
import io.latchkey.scan.site.Listing;
import io.latchkey.scan.site.Missed;
import io.latchkey.scan.site.Sitemap;
import io.latchkey.scan.site.Web;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Looks at every article as everybody sees it first, then at each by every trick. */
final class Scanner {

    static final List<Trick> TRICKS = tricks(Tokens.NONE);

    private static final int OK = 200;

    private final ScanOptions options;
    private final Web web;
    private final Progress progress;

    Scanner(ScanOptions options, Web web, Progress progress) {
        this.options = options;
        this.web = web;
        this.progress = progress;
    }

    private static List<Trick> tricks(Tokens tokens) {
        return Stream.of(Pretences.ALL, List.of(tokens.madeUp()), Detours.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Everything that was found.
     *
     * @throws ScanException when nothing could be read
     */
    Findings scan() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Listing listing = Sitemap.read(options.start(), web, options.most());
            Coverage.mustBeRead(options.start(), listing);
            List<Opened> opened = all(
                    threads,
                    listing.articles().stream()
                            .<Callable<Opened>>map(
                                    address -> () -> Opened.of(address, web.ask(Probe.get("plain", address))))
                            .toList());
            List<ArticlePage> pages =
                    opened.stream().flatMap(each -> each.page().stream()).toList();
            List<Missed> missed = new ArrayList<>(Coverage.missed(options, listing));
            opened.forEach(each -> each.missed().ifPresent(missed::add));
            return new Findings(look(threads, pages), missed, Coverage.notes(options, listing));
        }
    }

    private List<Findings.Article> look(ExecutorService threads, List<ArticlePage> pages) {
        Set<String> open = new HashSet<>();
        pages.forEach(page -> open.addAll(Premium.shown(page).allRuns()));
        Premium premium = new Premium(options, web, open);
        List<Findings.Article> articles = new ArrayList<>();
        progress.begin(pages.size());
        for (ArticlePage page : pages) {
            articles.add(look(threads, page, premium.of(page)));
            progress.done(articles.getLast());
        }
        return articles;
    }

    private Findings.Article look(ExecutorService threads, ArticlePage page, Sought sought) {
        List<Findings.Attempt> attempts = new ArrayList<>();
        sought.shown().forEach(words -> attempts.add(shownToAll(page, words)));
        if (!sought.evidence().isEmpty()) {
            attempts.addAll(all(threads, attempts(page, new Evidence.AnyOf(sought.evidence()))));
        }
        return new Findings.Article(page.address(), attempts, sought.doubts());
    }

    private static Findings.Attempt shownToAll(ArticlePage page, String words) {
        Probe probe = Trick.PLAIN.on(page).getFirst();
        return new Findings.Attempt(
                Trick.PLAIN.name(),
                probe,
                OK,
                List.of(new Leak(page.address(), Trick.PLAIN.name(), probe, "page", words)));
    }

    private List<Callable<Findings.Attempt>> attempts(ArticlePage page, Evidence evidence) {
        List<Callable<Findings.Attempt>> attempts = new ArrayList<>();
        for (Persona persona : Persona.values()) {
            for (Probe variant : Variants.of(page)) {
                attempts.add(() -> attempt(page, persona.label(), variant.as(persona, options.tokens()), evidence));
            }
        }
        for (Trick trick : tricks(options.tokens())) {
            for (Probe probe : trick.on(page)) {
                attempts.add(() -> attempt(page, trick.name(), probe, evidence));
            }
        }
        return attempts;
    }

    private Findings.Attempt attempt(ArticlePage page, String trick, Probe probe, Evidence evidence) {
        Optional<Answer> answer = web.ask(probe);
        List<Leak> leaks = answer.stream()
                .filter(found -> found.good() || !evidence.guesses())
                .flatMap(found -> Piece.of(found).stream())
                .flatMap(piece -> Readings.of(piece.text()).stream()
                        .flatMap(words -> evidence.in(words).stream())
                        .limit(1)
                        .map(words -> new Leak(page.address(), trick, probe, piece.where(), words)))
                .toList();
        return new Findings.Attempt(trick, probe, answer.map(Answer::status).orElse(0), leaks);
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks) {
        List<T> done = new ArrayList<>();
        try {
            for (Future<T> each : threads.invokeAll(tasks)) {
                done.add(each.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScanException("Stopped before it was done.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return done;
    }
}
