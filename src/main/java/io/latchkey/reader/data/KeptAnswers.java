package io.latchkey.reader.data;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.idempotency.Idempotency;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The answers that are kept so that a call can be repeated: their paths hold refs, and they hold
 * what was written of a reader. A call repeated after the erasure is a new one.
 */
@Component
class KeptAnswers implements ReaderData {

    private final Idempotency idempotency;

    KeptAnswers(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "keptAnswers",
                null,
                idempotency.of(reader.site().value(), reader.id()).collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return idempotency.forget(reader.site().value(), reader.id());
    }
}
