package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.database.Shield;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** One chain for each reader, whatever happens at once or is taken back. */
@Tag("oldest")
class ReceiptChainTests {

    private static final int RACING = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final IssuedReceipts receipts = IssuedReceipts.none();
    private final Receipts room = receipts.service().bean(Receipts.class);
    private final Shield shield = receipts.service().bean(Shield.class);

    @Test
    void twentyAtOnceMakeOneChainWithoutGapOrFork() {
        List<Receipt> all =
                Stream.generate(IssuedReceipts::purchase).limit(RACING).toList();
        Flux.fromIterable(all)
                .flatMap(receipt -> room.add(receipts.reader(), receipt), RACING)
                .then()
                .block(PATIENCE);

        Map<Long, JsonNode> byNumber = new HashMap<>();
        for (Receipt receipt : all) {
            JsonNode found = receipts.verified(receipt.id());
            assertThat(found.path("valid").asBoolean()).isTrue();
            assertThat(found.path("chain").asString()).isEqualTo("whole");
            byNumber.put(found.path("number").asLong(), found);
        }
        assertThat(byNumber.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, RACING).boxed().toList());
        for (long number = 2; number <= RACING; number++) {
            assertThat(member(byNumber, number, "previousHash")).isEqualTo(member(byNumber, number - 1, "hash"));
        }
        assertThat(receipts.column("SELECT next_number", "receipt_chain")).containsExactly("21");
    }

    @Test
    void whatIsTakenBackLeavesNoGapAndNoTrace() {
        receipts.add(1);
        Receipt lost = IssuedReceipts.purchase();
        Mono<Void> failing = shield.transaction(
                room.add(receipts.reader(), lost).then(Mono.error(new IllegalStateException("the deed failed"))));
        assertThatThrownBy(() -> failing.block(PATIENCE)).hasMessage("the deed failed");

        UUID next = receipts.add(IssuedReceipts.purchase());
        assertThat(receipts.verifying(lost.id()).code()).isEqualTo("unknown-receipt");
        assertThat(receipts.verified(next).path("number").asLong()).isEqualTo(2);
        assertThat(receipts.verdict(next)).isEqualTo("true whole");
        assertThat(receipts.column("SELECT data->>'receipt'", "event"))
                .hasSize(2)
                .doesNotContain(lost.id().toString());
    }

    @Test
    void eachReceiptIsToldOfWithItsKind() {
        UUID paid = receipts.add(IssuedReceipts.purchase());
        UUID withdrawn = receipts.add(IssuedReceipts.withdrawal("no"));
        assertThat(receipts.column("SELECT type || ' ' || data::text", "event"))
                .containsExactlyInAnyOrder(
                        "receipt.issued {\"kind\": \"purchase\", \"receipt\": \"%s\"}".formatted(paid),
                        "receipt.issued {\"kind\": \"withdrawal\", \"receipt\": \"%s\"}".formatted(withdrawn));
    }

    @Test
    void readersHaveChainsOfTheirOwn() {
        receipts.add(2);
        IssuedReceipts neighbour = receipts.neighbour();
        assertThat(neighbour
                        .verified(neighbour.add(1).getFirst())
                        .path("number")
                        .asLong())
                .isEqualTo(1);
    }

    /** Beyond the reach of one look, which is bounded; the pure rule walks any stretch. */
    @Test
    void aStretchWithoutTheHeadIsJudgedByItself() {
        List<ChainLinks.Link> links = IntStream.rangeClosed(5, 8)
                .mapToObj(number -> new ChainLinks.Link(
                        new ReceiptDocument.Place(number, CanonicalJson.sha256("document " + (number - 1))),
                        CanonicalJson.sha256("document " + number),
                        "document " + number))
                .toList();
        assertThat(new ChainLinks(links, 5, 8, 100, "far away").whole()).isTrue();
        assertThat(new ChainLinks(links, 5, 8, 9, "far away").whole()).isFalse();
        assertThat(new ChainLinks(links, 1, 8, 100, "far away").whole()).isFalse();
        assertThat(new ChainLinks(links.reversed(), 5, 8, 100, "far away").whole())
                .isFalse();
        ChainLinks.Link last = links.getLast();
        ChainLinks.Link forked = new ChainLinks.Link(
                new ReceiptDocument.Place(8, CanonicalJson.sha256("another 7")), last.hash(), last.document());
        List<ChainLinks.Link> fork = new ArrayList<>(links);
        fork.set(3, forked);
        assertThat(new ChainLinks(fork, 5, 8, 100, "far away").whole()).isFalse();
        assertThat(new ChainLinks(links, 5, 8, 9, last.hash()).whole()).isTrue();
        assertThat(new ChainLinks(List.of(), 1, 0, 1, null).whole()).isFalse();
    }

    private static String member(Map<Long, JsonNode> byNumber, long number, String name) {
        return byNumber.getOrDefault(number, MissingNode.getInstance())
                .path(name)
                .asString();
    }
}
