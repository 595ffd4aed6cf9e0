package io.latchkey.subscription.declaration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What somebody who need not sign in declared about a contract.
 *
 * @param facts what they typed, and nothing that we know
 * @param receivedAt when it reached us, in business time
 * @param because why it was left to the publisher; null unless it was
 * @param settledAt when the publisher settled it; null unless they did
 * @param note what the publisher noted of that
 */
@Table("declaration")
public record Declaration(
        @Column("declaration_id") UUID id,
        @Column("site_id") @JsonIgnore SiteId site,
        Kind kind,
        Facts facts,
        Instant receivedAt,
        Status status,
        @Column("queued_because") @Nullable Cause because,
        @Nullable Instant settledAt,
        @Column("settled_note") @Nullable String note) {

    /** This one, settled by the publisher. */
    Declaration settled(Status outcome, Instant at, @Nullable String remark) {
        return new Declaration(id, site, kind, facts, receivedAt, outcome, because, at, remark);
    }

    /** What is declared. */
    public enum Kind {
        /** The contract is to end (BGB § 312k). */
        CANCELLATION,
        /** Withdrawal from it (directive 2011/83/EU, article 11a). */
        WITHDRAWAL;

        /** The kind as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What became of it. */
    public enum Status {
        /** To be looked at. */
        RECEIVED,
        /** Carried out, here or by the publisher. */
        DONE,
        /** The publisher decides. */
        QUEUED,
        /** The publisher found that it has no effect. */
        REJECTED;

        /** The status as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Why a declaration is left to the publisher. */
    public enum Cause {
        /** No reader with this address has a contract, or several readers share it. */
        NO_CONTRACT,
        /** For a serious cause, which somebody must look at. */
        EXTRAORDINARY,
        /** The contract is to end later than it would. */
        WISHED_END,
        /** It names a contract that is not the one we know. */
        OTHER_CONTRACT,
        /** The withdrawal period is over. */
        WITHDRAWAL_OVER,
        /** More contracts than one could be meant. */
        SEVERAL_CONTRACTS,
        /** More were declared for this address than are looked at in an hour. */
        TOO_MANY,
        /** The contract changed meanwhile and does not allow it any more. */
        NOT_POSSIBLE;

        /** The cause as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Cause parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * The fields that the law permits (BGB § 312k paragraph 2), and no others.
     *
     * @param extraordinary for a serious cause, which is for the publisher to look at
     * @param reason of an extraordinary cancellation
     * @param identity who declares: a name
     * @param email by which the contract is known
     * @param contract which contract; empty for the only one
     * @param end when it is to end; empty for as soon as possible
     * @param confirmTo where the confirmation is wished; used only if it is on file
     */
    public record Facts(
            boolean extraordinary,
            @Nullable String reason,
            String identity,
            String email,
            @Nullable String contract,
            @Nullable String end,
            @Nullable String confirmTo) {}
}
