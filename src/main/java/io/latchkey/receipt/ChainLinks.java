package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptDocument.Place;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Embedded;

/**
 * A stretch of a reader's chain, in order.
 *
 * @param from the number that it must begin with
 * @param to the number that it must end with
 * @param next the number that the next receipt gets
 * @param headHash of the last receipt of the chain
 */
record ChainLinks(
        List<Link> links,
        long from,
        long to,
        long next,
        @Nullable String headHash) {

    /** A receipt in it. */
    record Link(@Embedded.Empty Place place, String hash, String document) {

        boolean hashed() {
            return CanonicalJson.sha256(document).equals(hash);
        }
    }

    /** Whether each follows the one before, none is missing, and the last is the chain's head. */
    boolean whole() {
        if (links.size() != to - from + 1) {
            return false;
        }
        Link former = null;
        for (Link link : links) {
            if (!follows(link, former) || !link.hashed()) {
                return false;
            }
            former = link;
        }
        return former != null && (to < next - 1 || former.hash().equals(headHash));
    }

    private boolean follows(Link link, @Nullable Link former) {
        Place place = link.place();
        if (former == null) {
            return place.number() == from && (from == 1) == (place.previousHash() == null);
        }
        return place.number() == former.place().number() + 1 && Objects.equals(place.previousHash(), former.hash());
    }
}
