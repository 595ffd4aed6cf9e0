package io.latchkey.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import io.latchkey.site.SiteId;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is carried to consumers, by two replicas on one database and a wall clock of the test's. */
@Tag("oldest")
class EventRelayTests {

    private static final SiteId SITE = new SiteId("relayed");
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Desk DESK = new Desk();

    /** Waits grow to ten minutes and a fifth. */
    private static final Duration LONGER_THAN_ANY_WAIT = Duration.ofHours(1);

    private static final String DATABASE = TestDatabase.fresh();
    private static final TestService ONE = TestService.with(Deskwork.class, DATABASE);
    private static final TestService OTHER = TestService.with(Deskwork.class, DATABASE);

    private final UUID reader = Ids.next();
    private final EventLog log = ONE.bean(EventLog.class);

    /** A consumer whose refusals the test decides. Both replicas have the same one. */
    static final class Desk implements EventConsumer {

        final List<Event> taken = new CopyOnWriteArrayList<>();
        final List<Event> offered = new CopyOnWriteArrayList<>();
        final Set<UUID> refused = ConcurrentHashMap.newKeySet();
        final Map<UUID, Mono<Void>> slow = new ConcurrentHashMap<>();

        @Override
        public String name() {
            return "desk";
        }

        @Override
        public boolean wants(FactType type) {
            return type.type().startsWith("desk.");
        }

        @Override
        public Mono<Void> receive(Event event) {
            offered.add(event);
            if (refused.contains(event.reader())) {
                return Mono.error(new IllegalStateException("closed"));
            }
            taken.add(event);
            return slow.getOrDefault(event.reader(), Mono.empty());
        }

        List<Object> numbersOf(UUID reader) {
            return taken.stream()
                    .filter(event -> event.reader().equals(reader))
                    .map(event -> event.data().get("n"))
                    .toList();
        }
    }

    static class Deskwork {
        @Bean
        EventConsumer desk() {
            return DESK;
        }

        @Bean
        Clock wallOfTheTest() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void close() {
        ONE.close();
        OTHER.close();
    }

    @BeforeEach
    void clear() {
        DESK.taken.clear();
        DESK.offered.clear();
        DESK.refused.clear();
        DESK.slow.clear();
    }

    @Test
    void theFactsOfAReaderComeInTheOrderInWhichTheyWereAppended() {
        append(reader, 0, 30);

        carryAll();

        assertThat(DESK.numbersOf(reader)).isEqualTo(numbers(0, 30));
        assertThat(owes(reader)).isFalse();
        Event first = DESK.taken.getFirst();
        assertThat(first.site()).isEqualTo(SITE);
        assertThat(first.data()).as("what is missing is not told as null").containsOnlyKeys("n");
        assertThat(first.type()).isEqualTo("desk.counted");
    }

    @Test
    void whatNobodyWantsWaitsForNobody() {
        Counted.append(log, SITE, reader, "other.thing", 0).block();

        carryAll();

        assertThat(DESK.offered).isEmpty();
        assertThat(rows("event_outbox", reader)).isZero();
        assertThat(rows("event", reader)).isEqualTo(1);
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothing() {
        Shield shield = ONE.bean(Shield.class);

        shield.transaction(Counted.append(log, SITE, reader, "desk.counted", 1)
                        .then(Mono.error(new IllegalStateException("no"))))
                .onErrorComplete()
                .block();

        assertThat(rows("event", reader)).isZero();
        assertThat(rows("event_outbox", reader)).isZero();
        assertThat(owes(reader)).isFalse();
    }

    @Test
    void twoReplicasShareWithoutCarryingAnythingTwice() {
        List<UUID> readers = IntStream.range(0, 40).mapToObj(_ -> Ids.next()).toList();
        readers.forEach(each -> append(each, 0, 5));

        Flux.merge(
                        ONE.bean(EventRelay.class).run(),
                        OTHER.bean(EventRelay.class).run(),
                        ONE.bean(EventRelay.class).run(),
                        OTHER.bean(EventRelay.class).run())
                .blockLast();
        carryAll();

        assertThat(DESK.offered).hasSize(200);
        readers.forEach(each -> assertThat(DESK.numbersOf(each)).isEqualTo(numbers(0, 5)));
    }

    @Test
    void appendsThatRaceAreCarriedOnceEachAndLoseNothing() {
        Flux.range(0, 100)
                .flatMap(
                        n -> Counted.append(
                                        (n % 2 == 0 ? ONE : OTHER).bean(EventLog.class),
                                        SITE,
                                        reader,
                                        "desk.counted",
                                        n)
                                .then(OTHER.bean(EventRelay.class).run()),
                        10)
                .blockLast();
        carryAll();

        assertThat(DESK.numbersOf(reader)).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
    }

    @Test
    void whatFailsIsOfferedAgainLaterAndWhatFollowsWaits() {
        UUID another = Ids.next();
        DESK.refused.add(reader);
        append(reader, 0, 3);
        append(another, 0, 3);

        carryAll();
        carryAll();
        assertThat(offersTo(reader)).isEqualTo(1);
        assertThat(DESK.numbersOf(another)).isEqualTo(numbers(0, 3));
        assertThat(owes(reader)).isTrue();

        moveWall(Duration.ofMillis(1_300));
        carryAll();
        assertThat(offersTo(reader)).isEqualTo(2);
        moveWall(Duration.ofMillis(1_300));
        carryAll();
        assertThat(offersTo(reader)).as("the second wait is longer").isEqualTo(2);

        DESK.refused.remove(reader);
        moveWall(Duration.ofMinutes(1));
        carryAll();
        assertThat(DESK.numbersOf(reader)).isEqualTo(numbers(0, 3));
        assertThat(owes(reader)).isFalse();
    }

    @Test
    void aRelayKilledAfterTakingLosesNothing() {
        carryAll();
        append(reader, 0, 2);
        Instant lease = WALL.get().plusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        // Whoever takes it dies with it.
        ONE.bean(EventQueues.class)
                .take("desk", new String[0], lease, 100)
                .collectList()
                .block();

        Round meanwhile = OTHER.bean(EventRelay.class).run().block();
        assertThat(DESK.numbersOf(reader)).as("while the lease lasts").isEmpty();
        assertThat(meanwhile).isEqualTo(new Round(0, 1));
        moveWall(Duration.ofMinutes(2));
        Round then = OTHER.bean(EventRelay.class).run().block();

        assertThat(then).extracting(Round::held).isEqualTo(0L);
        assertThat(DESK.numbersOf(reader)).isEqualTo(numbers(0, 2));
        assertThat(rows("event_outbox", reader)).isZero();
    }

    @Test
    void aRunSaysWhatTheOtherReplicaIsCarrying() {
        carryAll();
        Sinks.Empty<Void> door = Sinks.empty();
        DESK.slow.put(reader, door.asMono());
        append(reader, 0, 1);
        CompletableFuture<@Nullable Round> carrying =
                ONE.bean(EventRelay.class).run().toFuture();
        Wait.until("the event is offered", () -> offersTo(reader), offers -> offers == 1);

        assertThat(OTHER.bean(EventRelay.class).run().block()).isEqualTo(new Round(0, 1));
        assertThatThrownBy(() -> ByHand.run(OTHER.bean(EventRelay.class).run()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("held by another run");

        door.tryEmitEmpty().orThrow();
        assertThat(carrying).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(new Round(1, 0));
        assertThat(OTHER.bean(EventRelay.class).run().block()).isEqualTo(new Round(0, 0));
    }

    /** An append locks the queue until its transaction ends. */
    @Test
    void aRunSaysThatItCouldNotHaveAQueueThatIsLockedAndCarriesTheOthers() throws SQLException {
        moveWall(LONGER_THAN_ANY_WAIT);
        carryAll();
        append(reader, 0, 1);
        moveWall(Duration.ofSeconds(1));
        append(Ids.next(), 0, 1);
        try (Connection other = TestDatabase.connect(DATABASE);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_queue WHERE reader_id = '" + reader + "' FOR UPDATE");

            assertThat(ONE.bean(EventRelay.class).run().block()).isEqualTo(new Round(1, 1));
            // Closing alone would let it go a moment later.
            other.rollback();
        }
        assertThat(ONE.bean(EventRelay.class).run().block()).isEqualTo(new Round(1, 0));
    }

    @Test
    void aRelayThatLostItsLeaseChangesNothing() {
        DESK.refused.add(reader);
        append(reader, 0, 2);
        carryAll();
        EventQueues queues = ONE.bean(EventQueues.class);
        Instant stale = WALL.get().plusSeconds(7).truncatedTo(ChronoUnit.MICROS);
        EventQueues.LeasedQueue late = new EventQueues.LeasedQueue(SITE, reader, "desk", 0, 1, null, stale);

        queues.done(late).block();
        queues.later(late, WALL.get()).block();
        carryAll();

        assertThat(offersTo(reader)).isEqualTo(1);
        assertThat(rows("event_outbox", reader)).isEqualTo(2);
    }

    @Test
    void emptyQueuesEndAndThoseThatWaitDoNot() {
        UUID waiting = Ids.next();
        DESK.refused.add(waiting);
        append(reader, 0, 1);
        append(waiting, 0, 1);
        carryAll();
        moveWall(Duration.ofDays(29));
        ONE.bean(IdleQueues.class).purge(WALL.get()).block();
        assertThat(rows("event_queue", reader)).isEqualTo(1);

        moveWall(Duration.ofDays(2));
        ONE.bean(IdleQueues.class).purge(WALL.get()).block();
        assertThat(rows("event_queue", reader)).isZero();
        assertThat(rows("event_queue", waiting)).isEqualTo(1);

        DESK.refused.remove(waiting);
        append(reader, 1, 2);
        carryAll();
        moveWall(LONGER_THAN_ANY_WAIT);
        carryAll();
        assertThat(DESK.numbersOf(reader)).isEqualTo(numbers(0, 2));
        assertThat(DESK.numbersOf(waiting)).isEqualTo(numbers(0, 1));
    }

    @Test
    void aQueueThatNobodyEmptiesEndsWithWhatWaitsInIt() {
        DESK.refused.add(reader);
        append(reader, 0, 2);
        carryAll();
        moveWall(EventLog.KEPT.minusDays(1));
        ONE.bean(IdleQueues.class).purge(WALL.get()).block();
        assertThat(rows("event_outbox", reader)).isEqualTo(2);

        moveWall(Duration.ofDays(2));
        assertThat(ONE.bean(IdleQueues.class).purge(WALL.get()).block()).isNotZero();
        assertThat(rows("event_queue", reader)).isZero();
        assertThat(rows("event_outbox", reader)).isZero();
    }

    private void append(UUID whose, int from, int to) {
        Flux.range(from, to - from)
                .concatMap(n -> Counted.append(log, SITE, whose, "desk.counted", n))
                .blockLast();
    }

    private void carryAll() {
        ONE.bean(EventRelay.class).run().block();
        OTHER.bean(EventRelay.class).run().block();
    }

    private static void moveWall(Duration amount) {
        WALL.updateAndGet(wall -> wall.plus(amount));
    }

    private boolean owes(UUID whose) {
        return Boolean.TRUE.equals(log.owes("desk", SITE, whose).block());
    }

    private long offersTo(UUID whose) {
        return DESK.offered.stream()
                .filter(event -> event.reader().equals(whose))
                .count();
    }

    private static List<Object> numbers(int from, int to) {
        return IntStream.range(from, to).<Object>mapToObj(n -> n).toList();
    }

    private static int rows(String table, UUID whose) {
        try (Connection connection = TestDatabase.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM %s WHERE reader_id = '%s'".formatted(table, whose))) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
