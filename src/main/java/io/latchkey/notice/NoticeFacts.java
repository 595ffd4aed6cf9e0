package io.latchkey.notice;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ChargeChanging;
import io.latchkey.notice.Notice.ContractEnded;
import io.latchkey.notice.Notice.DeclarationReceived;
import io.latchkey.notice.Notice.PaymentDisputed;
import io.latchkey.notice.Notice.PaymentFailed;
import io.latchkey.notice.Notice.PriceChange;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.Notice.RenewalAhead;
import io.latchkey.notice.Notice.TrialEnding;
import tools.jackson.databind.json.JsonMapper;

/** Notices as they are stored: a word for the kind, and the facts as JSON. */
final class NoticeFacts {

    private NoticeFacts() {}

    /** The kind, as the contract writes it. */
    static String kind(Notice notice) {
        return switch (notice) {
            case TrialEnding _ -> "trial-ending";
            case RenewalAhead _ -> "renewal-ahead";
            case ChargeChanging _ -> "charge-changing";
            case PriceChange _ -> "price-change";
            case PaymentFailed _ -> "payment-failed";
            case PaymentDisputed _ -> "payment-disputed";
            case CancellationConfirmed _ -> "cancellation-confirmed";
            case DeclarationReceived _ -> "declaration-received";
            case ContractEnded _ -> "contract-ended";
            case ReceiptIssued _ -> "receipt-issued";
        };
    }

    /** Reads what was stored under this kind. */
    static Notice read(JsonMapper json, String kind, String facts) {
        Class<? extends Notice> type = switch (kind) {
            case "trial-ending" -> TrialEnding.class;
            case "renewal-ahead" -> RenewalAhead.class;
            case "charge-changing" -> ChargeChanging.class;
            case "price-change" -> PriceChange.class;
            case "payment-failed" -> PaymentFailed.class;
            case "payment-disputed" -> PaymentDisputed.class;
            case "cancellation-confirmed" -> CancellationConfirmed.class;
            case "declaration-received" -> DeclarationReceived.class;
            case "contract-ended" -> ContractEnded.class;
            case "receipt-issued" -> ReceiptIssued.class;
            default -> throw new IllegalStateException("no notice is a " + kind);
        };
        return json.readValue(facts, type);
    }
}
