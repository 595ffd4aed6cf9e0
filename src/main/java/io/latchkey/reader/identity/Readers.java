package io.latchkey.reader.identity;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All readers of all sites. */
@Component
public class Readers {

    private final R2dbcEntityTemplate rows;
    private final Sites sites;
    private final List<AddressWatch> watches;
    private final Clock clock;

    Readers(R2dbcEntityTemplate rows, Sites sites, List<AddressWatch> watches, Clock clock) {
        this.rows = rows;
        this.sites = sites;
        this.watches = watches;
        this.clock = clock;
    }

    /** The key of the reader whom this site knows by this ref, seen or not. */
    public Mono<ReaderKey> keyOf(SiteId site, Ref ref) {
        return sites.idSecret(site).map(secret -> ReaderKey.known(site, ref, secret));
    }

    /** The reader whom this site knows by this ref; refuses with {@code unknown-reader}. */
    public Mono<Reader> get(SiteId site, Ref ref) {
        return keyOf(site, ref).flatMap(this::find).switchIfEmpty(Mono.error(ReaderProblem.UNKNOWN_READER::problem));
    }

    /** What is known of a reader, who may have no row yet. */
    public Mono<Reader> of(ReaderKey key, boolean anonymous) {
        return find(key).defaultIfEmpty(Reader.unseen(key, anonymous));
    }

    /** What is stored of a reader; empty when nothing is, or nothing any more. */
    public Mono<Reader> find(ReaderKey key) {
        return rows.selectOne(query(where("key").is(key).and("erased_at").isNull()), Reader.class);
    }

    /** Makes sure that the reader has a row and says which generation of sessions is in force. */
    public Mono<Integer> see(ReaderKey key, Ref ref) {
        return sql("""
            INSERT INTO reader AS r (site_id, reader_id, ref, anonymous, created_at,
                updated_at)
            VALUES (:site, :reader, :ref, false, :now, :now)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                ref = excluded.ref, erased_at = NULL
            RETURNING sessions_generation
            """)
                .bindValues(key.parameters())
                .bind("ref", ref.value())
                .bind("now", clock.now())
                .mapValue(Integer.class)
                .one();
    }

    /** Writes what the site tells of a reader; true when the reader is new. */
    Mono<Boolean> put(Reader reader) {
        return sql("""
            INSERT INTO reader AS r (site_id, reader_id, ref, anonymous, email, name,
                locale, created_at, updated_at)
            VALUES (:site_id, :reader_id, :ref, :anonymous, :email, :name, :locale, :now, :now)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                ref = excluded.ref, email = excluded.email, name = excluded.name,
                locale = excluded.locale, updated_at = excluded.updated_at,
                erased_at = NULL
            RETURNING (xmax = 0) AS added
            """)
                .bindValues(Rows.parameters(rows, reader))
                .bind("now", clock.now())
                .mapValue(Boolean.class)
                .one()
                .flatMap(added -> tell(reader.key(), reader.email()).thenReturn(added));
    }

    private Mono<Void> tell(ReaderKey reader, @Nullable String address) {
        return address == null
                ? Mono.empty()
                : Flux.fromIterable(watches)
                        .concatMap(watch -> watch.told(reader, address))
                        .then();
    }

    /**
     * The key of the one reader of a site who has this address; empty when none has, or several.
     */
    public Mono<ReaderKey> keyWithEmail(SiteId site, EmailAddress address) {
        return withEmail(site, address).flatMap(ref -> keyOf(site, ref));
    }

    /** The one reader of a site who has this address; empty when none has, or several. */
    public Mono<Ref> withEmail(SiteId site, EmailAddress address) {
        return sql("""
            SELECT ref FROM reader
            WHERE site_id = :site AND lower(email COLLATE "C") = :address
                AND email IS NOT NULL AND erased_at IS NULL AND ref IS NOT NULL
            LIMIT 2
            """)
                .bind("site", site.value())
                .bind("address", address.value())
                .mapValue(String.class)
                .all()
                .map(Ref::new)
                .collectList()
                .filter(found -> found.size() == 1)
                .map(List::getFirst);
    }

    /** Notes the address and language of a reader of whom none is known. */
    public Mono<Void> learn(ReaderKey key, EmailAddress address, String language) {
        return sql("""
            UPDATE reader SET email = coalesce(email, :email),
                locale = coalesce(locale, :locale), updated_at = :now
            WHERE site_id = :site AND reader_id = :reader
                AND (email IS NULL OR locale IS NULL)
            """)
                .bind("email", address.value())
                .bind("locale", language)
                .bind("now", clock.now())
                .bindValues(key.parameters())
                .fetch()
                .rowsUpdated()
                .filter(learned -> learned > 0)
                .flatMap(_ -> find(key))
                .flatMap(reader -> tell(key, reader.email()));
    }

    /** Forgets who the reader is and ends every session; the pseudonymous row stays. */
    public Mono<Void> erase(ReaderKey key, boolean anonymous) {
        return sql("""
            INSERT INTO reader AS r (site_id, reader_id, anonymous, created_at,
                updated_at, erased_at, sessions_generation)
            VALUES (:site, :reader, :anonymous, :now, :now, :now, 1)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                ref = NULL, email = NULL, name = NULL, locale = NULL,
                erased_at = excluded.erased_at, updated_at = excluded.updated_at,
                sessions_generation = r.sessions_generation + 1
            """)
                .bindValues(key.parameters())
                .bind("anonymous", anonymous)
                .bind("now", clock.now())
                .then();
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
