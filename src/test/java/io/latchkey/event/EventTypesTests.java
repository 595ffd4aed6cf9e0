package io.latchkey.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of types is what the classes of the service tell, no less and no more. */
class EventTypesTests {

    private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z]+(-[a-z]+)*");

    /** Who knows one of these may tell something: the log, and what stands before it. */
    private static final Set<String> TELLERS = Set.of(
            "io/latchkey/event/EventLog",
            "io/latchkey/payment/PaymentFacts",
            "io/latchkey/subscription/SubscriptionFact");

    private static List<ClassModel> classes = List.of();

    @BeforeAll
    static void read() throws IOException, URISyntaxException {
        Path root = Path.of(EventTypes.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root.resolve("io/latchkey"))) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            classes = all.stream().map(EventTypesTests::parsed).toList();
        }
    }

    @Test
    void whatIsToldIsOnTheList() {
        Set<String> told = classes.stream()
                .filter(EventTypesTests::tells)
                .flatMap(EventTypesTests::types)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).isNotEmpty();
        assertThat(EventTypes.ALL).containsAll(told);
    }

    @Test
    void whatIsOnTheListIsTold() {
        Set<String> told = classes.stream()
                .filter(EventTypesTests::tells)
                .flatMap(EventTypesTests::types)
                .collect(Collectors.toSet());

        assertThat(told).containsAll(EventTypes.ALL);
        assertThat(EventTypes.ALL).isSorted().doesNotHaveDuplicates().allMatch(TYPE.asMatchPredicate());
    }

    private static boolean tells(ClassModel model) {
        return entries(model, ClassEntry.class).anyMatch(entry -> TELLERS.contains(entry.asInternalName()));
    }

    private static Stream<String> types(ClassModel model) {
        return entries(model, StringEntry.class).map(StringEntry::stringValue).filter(TYPE.asMatchPredicate());
    }

    private static <T> Stream<T> entries(ClassModel model, Class<T> kind) {
        return StreamSupport.stream(model.constantPool().spliterator(), false)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
