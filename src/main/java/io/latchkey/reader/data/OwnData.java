package io.latchkey.reader.data;

import io.latchkey.reader.identity.Reader;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.revocation.Revocations;
import io.latchkey.reader.session.ReaderSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Everything held about one reader, over all rooms. */
@Component
public class OwnData {

    private final Readers readers;
    private final List<ReaderData> rooms;
    private final AnonymousMerges merges;
    private final Revocations revocations;
    private final ReaderLock lock;
    private final ExportFile file;

    OwnData(
            Readers readers,
            List<ReaderData> rooms,
            AnonymousMerges merges,
            Revocations revocations,
            ReaderLock lock,
            JsonMapper json) {
        this.readers = readers;
        this.rooms = rooms;
        this.merges = merges;
        this.revocations = revocations;
        this.lock = lock;
        this.file = new ExportFile(json);
    }

    /** All of it as one JSON document, however much there is. */
    public Flux<DataBuffer> export(ReaderSession session) {
        return readers.of(session.reader(), session.anonymous())
                .flatMapMany(reader -> file.of(
                        profile(reader),
                        rooms.stream()
                                .flatMap(room -> room.export(session.reader()).stream())
                                .toList()));
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
                        .then(readers.erase(session.reader(), session.anonymous()))
                        .then(revocations.revoke(session.reader())));
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
