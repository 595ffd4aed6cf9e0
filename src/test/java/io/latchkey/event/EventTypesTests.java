package io.latchkey.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.site.SiteId;
import io.latchkey.testing.TestService;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of types is what the rooms list and their classes tell, no less and no more. */
class EventTypesTests {

    private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z]+(-[a-z]+)*");
    private static final String FACT_TYPE = "io/latchkey/event/FactType";
    private static final String CONSUMER = "io/latchkey/event/EventConsumer";

    private static List<ClassModel> classes = List.of();

    private final EventTypes types = TestService.shared().bean(EventTypes.class);
    private final List<FactType> all = Stream.concat(types.all().stream(), types.inner().stream())
            .sorted(Comparator.comparing(FactType::type))
            .toList();

    @BeforeAll
    static void read() throws IOException, URISyntaxException {
        Path root = Path.of(EventTypes.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root.resolve("io/latchkey"))) {
            classes = files.filter(file -> file.toString().endsWith(".class"))
                    .map(EventTypesTests::parsed)
                    .toList();
        }
    }

    @Test
    void everyListOfARoomIsPartOfIt() {
        Set<String> lists = classes.stream()
                .filter(model -> is(model, FACT_TYPE))
                .map(EventTypesTests::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = all.stream()
                .map(fact -> fact.getClass().getName().replace('.', '/'))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).isEqualTo(lists).hasSizeGreaterThan(3);
    }

    @Test
    void whatIsOnTheListIsTold() {
        Set<String> used = classes.stream()
                .filter(model -> !is(model, FACT_TYPE) && !is(model, CONSUMER))
                // The tables of switches.
                .filter(model -> !model.flags().has(AccessFlag.SYNTHETIC))
                .flatMap(EventTypesTests::fields)
                .collect(Collectors.toSet());

        assertThat(all)
                .allSatisfy(fact -> assertThat(used).contains(fact.getClass().getName() + "." + fact));
    }

    @Test
    void eachHasATypeOfItsOwnAndASentence() {
        assertThat(all)
                .extracting(FactType::type)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(TYPE.asMatchPredicate());
        assertThat(all)
                .extracting(fact -> fact.entry().meaning())
                .doesNotHaveDuplicates()
                .allMatch(meaning -> meaning.matches("[A-Z].*[^.]\\."));
    }

    /** They would tell a site what it cannot use, and what a provider calls whom it erased. */
    @Test
    void whatOnlyMakesSomethingHappenHereIsNoSitesToAskFor() {
        assertThat(types.inner()).extracting(FactType::type).containsExactly("customer.forgotten", "refund.wanted");
        assertThat(types.include("refund.wanted")).isFalse();
        assertThat(types.include("customer.*")).isFalse();
        assertThat(types.include("refund.*")).isTrue();
    }

    @Test
    void whatIsToldIsOfTheKindThatIsListed() {
        EventLog log = TestService.shared().bean(EventLog.class);
        Counted counted = new Counted("test.counted", false);

        assertThatThrownBy(() -> log.append(new SiteId("any"), EventLog.NO_READER, counted, new Other(1)))
                .isInstanceOf(ClassCastException.class);
    }

    private record Other(int n) {}

    private static boolean is(ClassModel model, String type) {
        return model.interfaces().stream()
                .anyMatch(entry -> entry.asInternalName().equals(type));
    }

    private static Stream<String> fields(ClassModel model) {
        return StreamSupport.stream(model.constantPool().spliterator(), false)
                .filter(FieldRefEntry.class::isInstance)
                .map(FieldRefEntry.class::cast)
                .map(field -> field.owner().asInternalName().replace('/', '.') + "."
                        + field.name().stringValue());
    }

    private static String name(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
