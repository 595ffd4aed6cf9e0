package io.latchkey.reader;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Perishable;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything held about one reader, over all rooms. */
@Component
public class OwnData implements Perishable {

    private final Readers readers;
    private final List<ReaderData> rooms;
    private final AnonymousMerges merges;
    private final Revocations revocations;
    private final ReaderLock lock;
    private final Clock clock;

    OwnData(
            Readers readers,
            List<ReaderData> rooms,
            AnonymousMerges merges,
            Revocations revocations,
            ReaderLock lock,
            Clock clock) {
        this.readers = readers;
        this.rooms = rooms;
        this.merges = merges;
        this.revocations = revocations;
        this.lock = lock;
        this.clock = clock;
    }

    /** One member per room. */
    public Mono<Map<String, Object>> export(ReaderSession session) {
        return readers.of(session)
                .map(OwnData::profile)
                .flatMap(profile ->
                        Flux.fromIterable(rooms)
                                .concatMap(room -> section(room, session.reader()))
                                .collect(
                                        () -> new LinkedHashMap<>(Map.of("reader", profile)),
                                        (all, section) -> all.putAll(section)));
    }

    /**
     * All rooms in one transaction: erased everywhere or nowhere, and with the reader those whom
     * they were before they signed in. Who it is goes last, because what the others end is still
     * told to them.
     */
    public Mono<Void> erase(ReaderSession session) {
        return lock.transaction(
                session.reader(),
                Flux.fromIterable(rooms)
                        .concatMap(room -> room.erase(session.reader()))
                        .then(merges.erase(session.reader()))
                        .then(readers.erase(session))
                        .then(revocations.revoke(session.reader())));
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return readers.purgeEndedSessions(clock.tokenTime())
                .zipWith(readers.purgeAnonymous(clock.tokenTime()), Long::sum);
    }

    private static Mono<Map<String, Object>> section(ReaderData room, ReaderKey reader) {
        return room.export(reader).map(data -> Map.of(room.section(), data));
    }

    private static Map<String, Object> profile(Reader reader) {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("id", reader.key().id());
        profile.put("anonymous", reader.anonymous());
        Optional.ofNullable(reader.ref()).ifPresent(ref -> profile.put("ref", ref));
        Optional.ofNullable(reader.email()).ifPresent(email -> profile.put("email", email));
        Optional.ofNullable(reader.name()).ifPresent(name -> profile.put("name", name));
        Optional.ofNullable(reader.locale()).ifPresent(tag -> profile.put("locale", tag));
        return profile;
    }
}
