package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.latchkey.shared.web.WebOrigin;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One publisher's web site and the rules it set.
 *
 * @param origins the web origins from which its pages call
 * @param timeZone where its days and months begin
 * @param locale the language its readers are written to in
 * @param imprint where it says who it is; null when it did not tell us
 * @param graceDays how long a reader whose payment failed goes on reading
 */
@Table("site")
public record Site(
        @Column("site_id") SiteId id,
        String name,
        List<WebOrigin> origins,
        ZoneId timeZone,
        Locale locale,
        @Nullable URI imprint,

        @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "meter_")
        MeterRules meter,

        @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "token_")
        TokenRules token,

        @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "history_")
        HistoryRules history,

        int graceDays,
        @Embedded.Empty PackRefundRules packRefunds,

        @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "withdrawal_")
        WithdrawalRules withdrawals,

        @Embedded.Empty DisputeRules disputes) {

    /**
     * How long access tokens live.
     *
     * @param lifetimeSeconds 30 to 300
     */
    public record TokenRules(int lifetimeSeconds) {}

    /**
     * How long reads are remembered.
     *
     * @param days after the end of their period
     */
    public record HistoryRules(int days) {}

    static final TokenRules USUAL_TOKEN = new TokenRules(300);
    static final HistoryRules USUAL_HISTORY = new HistoryRules(90);
    static final int USUAL_GRACE_DAYS = 7;

    /** The time zone as the contract writes it. */
    @JsonProperty("timeZone")
    String timeZoneName() {
        return timeZone.getId();
    }

    /** The language tag as the contract writes it. */
    @JsonProperty("locale")
    String languageTag() {
        return locale.toLanguageTag();
    }
}
