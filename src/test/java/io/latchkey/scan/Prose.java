package io.latchkey.scan;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Sentences that nobody wrote, always the same ones under the same name. */
final class Prose {

    private static final List<String> WORDS = List.of(
            "harbour", "lantern", "ledger", "ferry", "council", "bridge", "winter", "orchard", "signal", "archive",
            "market", "captain", "garden", "station", "letter", "engine", "river", "copper", "window", "teacher",
            "morning", "island", "budget", "valley", "paper", "silver", "meadow", "tower", "journey", "weather",
            "quarry", "kitchen");

    private Prose() {}

    static String of(String name, int words) {
        Random random = new Random(name.hashCode());
        return random.ints(words, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" ", "", "."));
    }
}
