package io.latchkey.scan;

import io.latchkey.scan.probe.ArticlePage;
import io.latchkey.scan.probe.Detours;
import io.latchkey.scan.probe.Persona;
import io.latchkey.scan.probe.Pretences;
import io.latchkey.scan.probe.Probe;
import io.latchkey.scan.probe.Trick;
import io.latchkey.scan.probe.Variants;
import java.net.URI;
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

    static final List<Trick> TRICKS =
            Stream.of(Pretences.ALL, Detours.ALL).flatMap(List::stream).toList();

    private final ScanOptions options;
    private final Web web;
    private final Progress progress;

    Scanner(ScanOptions options, Web web, Progress progress) {
        this.options = options;
        this.web = web;
        this.progress = progress;
    }

    /**
     * Everything that was found.
     *
     * @throws ScanException when nothing could be read
     */
    Findings scan() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<URI> addresses = Sitemap.read(options.start(), web, options.most());
            List<ArticlePage> pages = all(
                            threads,
                            addresses.stream()
                                    .<Callable<Optional<ArticlePage>>>map(address -> () -> open(address))
                                    .toList())
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
            if (pages.isEmpty()) {
                throw new ScanException("None of " + addresses.size() + " articles answered.");
            }
            Set<String> open = new HashSet<>();
            pages.forEach(
                    page -> open.addAll(Words.of(Piece.shown(page.document())).allRuns()));
            progress.begin(pages.size());
            List<Findings.Article> articles = new ArrayList<>();
            for (ArticlePage page : pages) {
                articles.add(look(threads, page, open));
                progress.done(articles.getLast());
            }
            return new Findings(articles);
        }
    }

    private Optional<ArticlePage> open(URI address) {
        return web.ask(Probe.get("plain", address))
                .filter(Answer::good)
                .map(answer -> ArticlePage.of(address, answer.body()));
    }

    private Findings.Article look(ExecutorService threads, ArticlePage page, Set<String> open) {
        Optional<Evidence> evidence = evidence(page, open);
        if (evidence.isEmpty()) {
            return Findings.Article.open(page.address());
        }
        List<Callable<Findings.Attempt>> attempts = new ArrayList<>();
        for (Persona persona : Persona.values()) {
            for (Probe variant : Variants.of(page)) {
                attempts.add(() -> attempt(page, persona.label(), variant.as(persona), evidence.get()));
            }
        }
        for (Trick trick : TRICKS) {
            for (Probe probe : trick.on(page)) {
                attempts.add(() -> attempt(page, trick.name(), probe, evidence.get()));
            }
        }
        return new Findings.Article(page.address(), all(threads, attempts));
    }

    /** What would be a leak of this article; empty when all of it is for everybody. */
    private Optional<Evidence> evidence(ArticlePage page, Set<String> open) {
        List<Evidence> sought = new ArrayList<>();
        options.canaries().forEach(text -> sought.add(new Evidence.Canary(Words.of(text))));
        if (!options.headers().isEmpty()) {
            Evidence.Known known = Evidence.Known.of(fullText(page), open);
            if (!known.runs().isEmpty()) {
                sought.add(known);
            }
        } else if (options.canaries().isEmpty() && page.sayItIsNotFree()) {
            sought.add(new Evidence.Unseen(open));
        }
        return sought.isEmpty() ? Optional.empty() : Optional.of(new Evidence.AnyOf(sought));
    }

    private Words fullText(ArticlePage page) {
        String template = options.full();
        URI address = template == null ? page.address() : URI.create(template.replace("{slug}", page.slug()));
        return web.ask(Probe.get("full", address, options.headers()))
                .filter(Answer::good)
                .map(answer -> Words.of(
                        Piece.shown(ArticlePage.of(address, answer.body()).document())))
                .orElseThrow(
                        () -> new ScanException("With the headers given, " + address + " does not answer with 200."));
    }

    private Findings.Attempt attempt(ArticlePage page, String trick, Probe probe, Evidence evidence) {
        Optional<Answer> answer = web.ask(probe);
        List<Leak> leaks = answer.stream()
                .filter(found -> found.good() || !(evidence instanceof Evidence.Unseen))
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
