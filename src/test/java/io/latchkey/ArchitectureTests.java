package io.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.latchkey.testing.Wait;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.repository.Repository;
import org.springframework.http.HttpStatus;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.web.bind.annotation.RestController;

/** Holds the rooms and arrows of the design, and the rules within them. */
class ArchitectureTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.latchkey");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.latchkey");

    private static final Set<String> PAUSERS =
            Set.of(Thread.class.getName(), LockSupport.class.getName(), TimeUnit.class.getName());

    private static final Set<String> PAUSES = Set.of("sleep", "park", "parkNanos", "parkUntil", "onSpinWait", "yield");

    /** Annotations that name columns: they say where a value lies, and do nothing. */
    private static final String MAPPING = "org.springframework.data.relational.core.mapping";

    /** Where the framework ends: these read from it or write to it what others decide. */
    private static final Set<String> AT_THE_BORDER = Set.of(
            "io.latchkey.account.leaving.DeclarationForm",
            "io.latchkey.account.Forms",
            "io.latchkey.account.PageLanguage",
            "io.latchkey.account.home.Fields",
            "io.latchkey.account.home.Visit",
            "io.latchkey.event.Route",
            "io.latchkey.gate.Dialect",
            "io.latchkey.gate.Envoy",
            "io.latchkey.gate.Fastly",
            "io.latchkey.gate.ForwardAuth",
            "io.latchkey.gate.GateQuestion",
            "io.latchkey.gate.Nginx",
            "io.latchkey.reader.data.ExportList",
            "io.latchkey.reader.session.ReaderCookie",
            "io.latchkey.security.Credentials",
            "io.latchkey.security.Door",
            "io.latchkey.security.Doors",
            "io.latchkey.shared.database.Bindings",
            "io.latchkey.shared.database.Leases",
            "io.latchkey.shared.database.Sweeps",
            "io.latchkey.shared.web.OutgoingCalls",
            "io.latchkey.shared.web.Page",
            "io.latchkey.shared.problem.ProblemTranslation",
            "io.latchkey.shared.database.Rows");

    /** Annotations of settings. */
    private static final String SETTINGS = "org.springframework.boot.context.properties..";

    private static final DescribedPredicate<JavaClass> FRAMEWORK = resideInAnyPackage(
                    "reactor..", "io.r2dbc..", "org.reactivestreams..", "org.springframework..")
            .and(not(resideInAnyPackage(MAPPING, SETTINGS)))
            // Says nothing but a number and its name.
            .and(not(type(HttpStatus.class)));

    private static ApplicationModules rooms() {
        return ApplicationModules.of(LatchkeyApplication.class);
    }

    @Test
    void roomsUseEachOtherOnlyAlongTheArrows() {
        rooms().verify();
    }

    /** A package without the mark would be no room, and free to use all of them. */
    @Test
    void everyClassLiesInARoom() {
        ApplicationModules rooms = rooms();
        assertThat(MAIN.stream()
                        .filter(type ->
                                rooms.getModuleForPackage(type.getPackageName()).isEmpty())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    /** A room is marked on its package: what a test says of the same package would hide the mark. */
    @Test
    void testsSayNothingOfTheRoomsThatTheyTest() {
        assertThat(TESTS.stream()
                        .filter(type -> type.getSimpleName().equals("package-info"))
                        .map(JavaClass::getPackageName)
                        .filter(MAIN::containPackage))
                .isEmpty();
    }

    @Test
    void theRoomsOfWhatIsSharedKnowThoseBeforeThemOnly() {
        List<String> rooms = List.of("problem", "time", "secret", "web", "database", "idempotency");
        for (String room : rooms) {
            noClasses()
                    .that()
                    .resideInAPackage("io.latchkey.shared." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms.subList(rooms.indexOf(room) + 1, rooms.size()).stream()
                            .map(later -> "io.latchkey.shared." + later)
                            .toArray(String[]::new))
                    .check(MAIN);
        }
    }

    @Test
    void foundationsStandOnNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.shared..")
                .should()
                .dependOnClassesThat(inRoomsOtherThan("shared"))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.words..")
                .should()
                .dependOnClassesThat(inRoomsOtherThan("words", "shared"))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.site..")
                .should()
                .dependOnClassesThat(inRoomsOtherThan("site", "shared"))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.limit..")
                .should()
                .dependOnClassesThat(inRoomsOtherThan("limit", "shared"))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.latchkey.event..")
                .should()
                .dependOnClassesThat(inRoomsOtherThan("event", "site", "shared"))
                .check(MAIN);
    }

    /** By their kind: records, enums, sealed types, and classes that hold nothing but functions. */
    @Test
    void whatDecidesKnowsNoFramework() {
        Set<String> knowing = MAIN.stream()
                .filter(type -> pure(outermost(type)))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(uses -> FRAMEWORK.test(uses.getTargetClass())))
                .map(type -> outermost(type).getName())
                .collect(Collectors.toSet());

        assertThat(knowing).isEqualTo(AT_THE_BORDER);
    }

    private static boolean pure(JavaClass type) {
        return type.isRecord() || type.isEnum() || type.reflect().isSealed() || onlyFunctions(type);
    }

    private static boolean onlyFunctions(JavaClass type) {
        return !type.isInterface()
                && type.getMethods().stream()
                        .allMatch(method -> method.getModifiers().contains(JavaModifier.STATIC))
                && type.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC))
                && type.getConstructors().stream()
                        .allMatch(made -> made.getModifiers().contains(JavaModifier.PRIVATE));
    }

    /**
     * Spring Data writes a row with an id as a whole, by that id alone, and does not say when it was
     * not there: without one every write names its condition, the reader in it.
     */
    @Test
    void rowsAreWrittenByConditionsOnly() {
        noFields()
                .should()
                .beAnnotatedWith(Id.class)
                .orShould()
                .beAnnotatedWith(Version.class)
                .check(MAIN);
        noClasses().should().beAssignableTo(Repository.class).check(MAIN);
    }

    @Test
    void nobodyReadsTheWallClockUnasked() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a no-argument now() of java.time",
                        call -> call.getTargetOwner().getPackageName().startsWith("java.time")
                                && call.getName().equals("now")
                                && call.getTarget().getRawParameterTypes().isEmpty()))
                .check(MAIN);
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "block(), blockFirst(), blockLast() or toIterable() of reactor",
                        call -> call.getTargetOwner().getPackageName().startsWith("reactor.core")
                                && (call.getName().startsWith("block")
                                        || call.getName().equals("toIterable")
                                        || call.getName().equals("toStream"))))
                .check(MAIN);
    }

    /** What a test waits for is a condition, and whoever waits in vain reads which. */
    @Test
    void testsWaitInOneWayOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Wait.class.getName())
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "sleep(), park…() or onSpinWait()",
                        call -> PAUSERS.contains(call.getTargetOwner().getName()) && PAUSES.contains(call.getName())))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.awaitility..")
                .check(TESTS);
    }

    @Test
    void nobodySubscribesByHand() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "subscribe() of reactor",
                        call -> call.getTargetOwner().getPackageName().startsWith("reactor.core")
                                && call.getName().equals("subscribe")))
                .check(MAIN);
    }

    @Test
    void controllersAndTheirMethodsAreNobodyElsesBusiness() {
        classes()
                .that()
                .areAnnotatedWith(RestController.class)
                .should()
                .bePackagePrivate()
                .check(MAIN);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(RestController.class)
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(MAIN);
    }

    @Test
    void settingsOfAFeatureAreItsOwn() {
        classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .and()
                .doNotHaveSimpleName("LatchkeySettings")
                .should()
                .bePackagePrivate()
                .check(MAIN);
    }

    /** What is not a reader's; the sandbox keeps books of its own. */
    private static final List<String> WITHOUT_READER =
            List.of("article", "event", "payment.sandbox", "shared", "site", "webhook");

    @Test
    void transactionsHoldTheReaderFirst() {
        noClasses()
                .that()
                .resideOutsideOfPackages(WITHOUT_READER.stream()
                        .map(room -> "io.latchkey." + room + "..")
                        .toArray(String[]::new))
                .and()
                .doNotHaveSimpleName("ReaderLock")
                .and(DescribedPredicate.describe(
                        "do not look at declarations, which are a stranger's at first",
                        type -> !type.getSimpleName().startsWith("Declaration")))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "transaction() of the shield instead of that of ReaderLock",
                        call -> call.getTargetOwner().getSimpleName().equals("Shield")
                                && call.getName().equals("transaction")))
                .check(MAIN);
    }

    /** Else somebody would change one, and forget to tell it or to do what must follow. */
    @Test
    void subscriptionsChangeInOneShell() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Transitions")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "what writes a subscription",
                        call -> call.getTargetOwner().getSimpleName().equals("Subscriptions")
                                && List.of("add", "save").contains(call.getName())))
                .check(MAIN);
    }

    /** The other rooms ask one of the wing's for what they want, by its name. */
    @Test
    void onlyTheWingOfSubscriptionsKnowsThatShell() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.latchkey.subscription..")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("Transition")
                .check(MAIN);
    }

    /** Whoever could issue a reader's token could be that reader. */
    @Test
    void onlyTheWingOfReadersBeginsSessionsAndForgetsReaders() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.latchkey.reader..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "what issues a reader's token, or changes who a reader is",
                        call -> Set.of(
                                        "ReaderTokens.issueKnown",
                                        "ReaderTokens.issueAnonymous",
                                        "Readers.erase",
                                        "Readers.learn",
                                        "ReaderKey.known",
                                        "ReaderKey.anonymous")
                                .contains(call.getTargetOwner().getSimpleName() + "." + call.getName())))
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("AnonymousMerges")
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Dto", "Manager", "Helper", "Util", "Utils"})
    void nobodyIsCalled(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(MAIN);
    }

    private static DescribedPredicate<JavaClass> inRoomsOtherThan(String... rooms) {
        List<String> allowed = List.of(rooms);
        return DescribedPredicate.describe("are in other rooms", type -> {
            String name = type.getPackageName();
            return name.startsWith("io.latchkey.") && !allowed.contains(name.split("\\.", -1)[2]);
        });
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
    }
}
