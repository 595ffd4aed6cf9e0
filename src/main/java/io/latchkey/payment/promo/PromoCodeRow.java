package io.latchkey.payment.promo;

import io.latchkey.payment.promo.PromoCode.Off;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** A promo code of either kind as it is stored; what the other kind takes off is null. */
@Table("promo_code")
record PromoCodeRow(
        @Column("site_id") SiteId site,
        @Column("code") PromoCodeId id,
        @Nullable Integer percent,
        @Nullable Long amountMinor,
        @Nullable String currency,
        @Nullable Integer payments,
        List<PlanId> plans,
        @Nullable Integer redemptions,
        @Nullable Instant expiresAt) {

    static PromoCodeRow of(SiteId site, PromoCode code) {
        Integer percent = code.off() instanceof Off.Percent off ? off.percent() : null;
        Price amount = code.off() instanceof Off.Amount off ? off.amount() : null;
        return new PromoCodeRow(
                site,
                code.id(),
                percent,
                amount == null ? null : amount.amountMinor(),
                amount == null ? null : amount.currency(),
                code.payments(),
                code.plans(),
                code.redemptions(),
                code.expiresAt());
    }

    PromoCode code() {
        return new PromoCode(id, off(), payments, plans, redemptions, expiresAt);
    }

    private Off off() {
        return percent == null
                ? new Off.Amount(new Price(Objects.requireNonNull(amountMinor), Objects.requireNonNull(currency)))
                : new Off.Percent(percent);
    }
}
