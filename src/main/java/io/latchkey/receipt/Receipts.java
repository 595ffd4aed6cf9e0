package io.latchkey.receipt;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.receipt.ReceiptDocument.Place;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.shared.web.Page;
import io.latchkey.token.ReceiptSigner;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * All receipts. What is signed holds ids and no identity, so that erasing a reader leaves receipts
 * and chain whole.
 */
@Component
public class Receipts implements ReaderData, Teller {

    private final ReceiptRows rows;
    private final ReceiptChains chains;
    private final ReceiptSigner signer;
    private final EventLog events;
    private final ReaderLock lock;
    private final JsonMapper json;

    Receipts(
            ReceiptRows rows,
            ReceiptChains chains,
            ReceiptSigner signer,
            EventLog events,
            ReaderLock lock,
            JsonMapper json) {
        this.rows = rows;
        this.chains = chains;
        this.signer = signer;
        this.events = events;
        this.lock = lock;
        this.json = json;
    }

    /**
     * Signs a receipt and appends it to the reader's chain; call it inside the transaction of what
     * it records, late, because the chain's end is locked until that is over.
     */
    public Mono<Void> add(ReaderKey reader, Receipt receipt) {
        return lock.transaction(
                reader,
                chains.next(reader)
                        .flatMap(place -> sealed(reader, receipt, place))
                        .flatMap(stored -> rows.add(reader, stored))
                        .then(Mono.defer(() -> tell(reader, receipt))));
    }

    private Mono<StoredReceipt> sealed(ReaderKey reader, Receipt receipt, Place place) {
        SignedContent content = SignedContent.of(receipt.content());
        ReceiptDocument document = ReceiptDocument.of(
                receipt.id(), receipt.kind(), reader.site(), place, receipt.receivedAt(), content.members(), json);
        return signer.sign(document.bytes())
                .map(signature -> new Seal(place, document.hash(), document.text(), signature))
                .map(seal -> new StoredReceipt(
                        receipt.id(), receipt.kind(), reader.site(), content, receipt.receivedAt(), seal))
                .flatMap(stored -> chains.extend(reader, place, document.hash()).thenReturn(stored));
    }

    private Mono<Void> tell(ReaderKey reader, Receipt receipt) {
        return events.append(
                reader.site(), reader.id(), ReceiptFact.ISSUED, new ReceiptFact.Issued(receipt.id(), receipt.kind()));
    }

    @Override
    public List<ReceiptFact> tells() {
        return List.of(ReceiptFact.values());
    }

    /** The receipt with this id, if it is this reader's. */
    public Mono<Receipt> get(ReaderKey reader, UUID id) {
        return rows.get(reader, id).map(StoredReceipt::receipt);
    }

    /** The reader's receipts, newest first. */
    public Mono<Page<Receipt>> page(ReaderKey reader, Page.Request page) {
        return rows.page(reader, page).map(found -> found.map(StoredReceipt::receipt));
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.paged("receipts", null, page -> page(reader, page)));
    }

    /** Receipts stay; what the reader wrote goes, from those that were never signed as well. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return rows.forgetWords(reader);
    }
}
