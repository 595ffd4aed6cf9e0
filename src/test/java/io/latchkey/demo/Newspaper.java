package io.latchkey.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demo's articles, in the order of the front page.
 *
 * @param articles at least one of each access level
 */
record Newspaper(List<Post> articles) {

    static final String NAME = "The Saltmere Lantern";

    private static final List<String> ORDER = List.of(
            "night-ferry",
            "library-roof",
            "bus-to-the-moor",
            "bakery-clock",
            "lamp-ledger",
            "eel-count",
            "tide-pools",
            "radio-island",
            "kiosk-am-anleger",
            "harbour-money");

    /**
     * An article.
     *
     * @param kicker the few words above its title
     * @param access the contract's word for who may read it
     * @param language that it is written in
     * @param picture what its picture shows; empty when it has none
     * @param paragraphs of which the first is shown to everybody
     */
    record Post(
            String id,
            String kicker,
            String title,
            String standfirst,
            String access,
            String language,
            String picture,
            List<String> paragraphs) {

        private static final int WORDS_PER_MINUTE = 120;

        boolean free() {
            return "free".equals(access);
        }

        String preview() {
            return paragraphs.getFirst();
        }

        /** How long it takes to read aloud, which is how the Lantern is read. */
        int minutes() {
            int words = paragraphs.stream()
                    .mapToInt(text -> text.split(" ", -1).length)
                    .sum();
            return Math.ceilDiv(words, WORDS_PER_MINUTE);
        }

        List<String> rest() {
            return paragraphs.subList(1, paragraphs.size());
        }
    }

    static Newspaper load() {
        return new Newspaper(ORDER.stream().map(Newspaper::read).toList());
    }

    Optional<Post> find(String id) {
        return articles.stream().filter(post -> post.id().equals(id)).findFirst();
    }

    /** The three that stand behind it in the paper, which begins anew after the last. */
    List<Post> after(Post post) {
        int at = articles.indexOf(post);
        return Stream.of(1, 2, 3)
                .map(step -> articles.get((at + step) % articles.size()))
                .toList();
    }

    /** A file of the demo among the test resources. */
    static String resource(String path) {
        try (InputStream stream = Newspaper.class.getResourceAsStream("/demo/" + path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of "name: value", an empty line, and paragraphs with empty lines between them. */
    private static Post read(String id) {
        String[] blocks = resource("articles/" + id + ".txt").strip().split("\\n\\s*\\n", -1);
        Map<String, String> head = blocks[0]
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        List<String> paragraphs = Stream.of(blocks)
                .skip(1)
                .map(text -> text.strip().replace('\n', ' '))
                .toList();
        return new Post(
                id,
                Objects.requireNonNull(head.get("kicker"), id),
                Objects.requireNonNull(head.get("title"), id),
                Objects.requireNonNull(head.get("standfirst"), id),
                Objects.requireNonNull(head.get("access"), id),
                head.getOrDefault("language", "en"),
                head.getOrDefault("picture", ""),
                paragraphs);
    }
}
