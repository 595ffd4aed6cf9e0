package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.web.Page;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is read is what was written, and what must be there is. */
class RowsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID SHELF = Ids.next();

    @SuppressWarnings("NullAway.Init")
    private static TestService service;

    private final R2dbcEntityTemplate rows = service.bean(R2dbcEntityTemplate.class);

    @Table("book")
    record Book(
            @Column("shelf_id") UUID shelf,
            @Column("book_id") UUID id,
            String title,

            @Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "loan_") @Nullable
            Loan loan) {}

    record Loan(String reader, List<String> notes) {}

    @BeforeAll
    static void start() {
        service = TestService.own();
        service.bean(R2dbcEntityTemplate.class)
                .getDatabaseClient()
                .sql("""
                    CREATE TABLE book (shelf_id uuid, book_id uuid, title text NOT NULL, loan_reader text,
                        loan_notes text[], PRIMARY KEY (shelf_id, book_id))
                    """)
                .then()
                .block(PATIENCE);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void clear() {
        rows.getDatabaseClient().sql("DELETE FROM book").then().block(PATIENCE);
    }

    @Test
    void bindsEveryColumnOfARecordByItsName() {
        Book lent = new Book(SHELF, Ids.next(), "Lent", new Loan("ada", List.of("torn", "stained")));
        Book here = new Book(SHELF, Ids.next(), "Here", null);
        insert(lent);
        insert(here);
        assertThat(found(lent)).isEqualTo(lent);
        assertThat(found(here)).isEqualTo(here);
    }

    @Test
    void locksWhatItReads() {
        Book book = new Book(SHELF, Ids.next(), "Book", null);
        insert(book);
        Mono<Integer> free = Mono.fromCallable(RowsTests::notLocked).subscribeOn(Schedulers.boundedElastic());
        int meanwhile = Objects.requireNonNull(service.bean(Shield.class)
                .transaction(Rows.locked(rows, keyed(book), Book.class).then(free))
                .block(PATIENCE));
        assertThat(meanwhile).isZero();
        assertThat(free.block(PATIENCE)).isEqualTo(1);
    }

    @Test
    void isAnErrorWhenTheRowThatMustBeThereIsNot() {
        Book book = new Book(SHELF, Ids.next(), "Book", null);
        insert(book);
        Rows.met(renamed(book)).block(PATIENCE);
        assertThat(Objects.requireNonNull(found(book)).title()).isEqualTo("Renamed");

        Book absent = new Book(SHELF, Ids.next(), "Absent", null);
        assertThatThrownBy(() -> Rows.met(renamed(absent)).block(PATIENCE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not there");
    }

    @Test
    void turnsThePagesOfOneShelfNewestFirst() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Book book = new Book(SHELF, Ids.next(), "Book " + i, null);
            insert(book);
            insert(new Book(Ids.next(), Ids.next(), "Elsewhere", null));
            ids.addFirst(book.id());
        }
        List<List<UUID>> pages = new ArrayList<>();
        String next = null;
        do {
            Page<Book> page = page(Page.Request.of(next, "2"));
            pages.add(page.items().stream().map(Book::id).toList());
            next = page.next();
        } while (next != null && pages.size() < 10);
        assertThat(pages).containsExactly(ids.subList(0, 2), ids.subList(2, 4), ids.subList(4, 5));
    }

    private Page<Book> page(Page.Request request) {
        return Objects.requireNonNull(Rows.page(rows, where("shelf").is(SHELF), request, Book.class, Book::id)
                .block(PATIENCE));
    }

    private Mono<Long> renamed(Book book) {
        return rows.update(query(keyed(book)), Update.update("title", "Renamed"), Book.class);
    }

    private void insert(Book book) {
        rows.getDatabaseClient()
                .sql("""
                    INSERT INTO book (shelf_id, book_id, title, loan_reader, loan_notes)
                    VALUES (:shelf_id, :book_id, :title, :loan_reader, :loan_notes)
                    """)
                .bindValues(Rows.parameters(rows, book))
                .then()
                .block(PATIENCE);
    }

    private @Nullable Book found(Book book) {
        return rows.selectOne(query(keyed(book)), Book.class).block(PATIENCE);
    }

    private static Criteria keyed(Book book) {
        return where("shelf").is(book.shelf()).and("id").is(book.id());
    }

    /** How many rows another connection could lock now. */
    private static int notLocked() throws SQLException {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT 1 FROM book FOR UPDATE SKIP LOCKED")) {
            return found.next() ? 1 : 0;
        }
    }
}
