package io.latchkey.receipt;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.token.ReceiptSigner;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Verifies receipts for whoever has their id. */
@Component
class ReceiptProofs {

    private final ReceiptRows receipts;
    private final ReceiptChains chains;
    private final ReceiptSigner signer;
    private final JsonMapper json;

    ReceiptProofs(ReceiptRows receipts, ReceiptChains chains, ReceiptSigner signer, JsonMapper json) {
        this.receipts = receipts;
        this.chains = chains;
        this.signer = signer;
        this.json = json;
    }

    /** Refuses with {@code unknown-receipt}, or {@code receipt-not-signed} for one from before. */
    Mono<ReceiptVerification> verify(UUID id) {
        return holder(id)
                .flatMap(holder -> receipts.get(holder, id)
                        .flatMap(stored -> verify(holder, stored))
                        .defaultIfEmpty(ReceiptVerification.lost(id)));
    }

    /** The receipt; refuses with {@code unknown-receipt}. */
    Mono<Shown> shown(UUID id) {
        return holder(id)
                .flatMap(holder -> receipts.get(holder, id))
                .switchIfEmpty(Mono.error(ReceiptProblem.UNKNOWN_RECEIPT::problem))
                .flatMap(stored -> state(stored).map(state -> new Shown(stored, state)));
    }

    /** A receipt and whether it is as it was signed. */
    record Shown(StoredReceipt stored, State state) {}

    /** What the seal of a receipt says. */
    enum State {
        VALID,
        INVALID,
        NOT_SIGNED;

        /** As texts and styles are named by it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Mono<ReaderKey> holder(UUID id) {
        return receipts.holder(id).switchIfEmpty(Mono.error(ReceiptProblem.UNKNOWN_RECEIPT::problem));
    }

    private Mono<ReceiptVerification> verify(ReaderKey holder, StoredReceipt stored) {
        Seal seal = stored.seal();
        return seal == null
                ? Mono.error(ReceiptProblem.RECEIPT_NOT_SIGNED::problem)
                : Mono.zip(
                                valid(stored, seal),
                                chains.whole(holder, seal.place().number()))
                        .map(both -> ReceiptVerification.of(stored, seal, both.getT1(), both.getT2()));
    }

    private Mono<State> state(StoredReceipt stored) {
        Seal seal = stored.seal();
        return seal == null
                ? Mono.just(State.NOT_SIGNED)
                : valid(stored, seal).map(valid -> valid ? State.VALID : State.INVALID);
    }

    private Mono<Boolean> valid(StoredReceipt stored, Seal seal) {
        byte[] document = seal.document().getBytes(StandardCharsets.UTF_8);
        return stored.agreesWith(seal, json) ? signer.verify(seal.signature(), document) : Mono.just(false);
    }
}
