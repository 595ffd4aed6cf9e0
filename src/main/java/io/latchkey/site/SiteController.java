package io.latchkey.site;

import io.latchkey.shared.database.Shield;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.Page;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The operator makes sites and sees them; a site's server reads and replaces its own settings. */
@RestController
class SiteController {

    private static final int MOST_ORIGINS = 20;

    /** Nothing is given away until the site says so. */
    private static final MeterBody NO_METER = new MeterBody(null, null, null);

    private final Sites sites;
    private final SiteKeys keys;
    private final Shield shield;

    SiteController(Sites sites, SiteKeys keys, Shield shield) {
        this.sites = sites;
        this.keys = keys;
        this.shield = shield;
    }

    @PostMapping("/v1/sites")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<CreatedSite> create(@RequestBody NewSite body) {
        Site site = body.site();
        return shield.transaction(sites.add(site)
                .then(keys.issue(site.id(), "first", EnumSet.allOf(Scope.class)))
                .map(key -> new CreatedSite(site, key.text())));
    }

    @GetMapping("/v1/sites")
    Mono<Page<Site>> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return sites.page(Page.Request.of(cursor, limit));
    }

    @GetMapping("/v1/sites/{id}")
    Mono<Site> get(@PathVariable SiteId id) {
        return sites.get(id);
    }

    @GetMapping("/v1/site")
    Mono<Site> read(@AuthenticationPrincipal SiteKey key) {
        return sites.get(key.site());
    }

    @PutMapping("/v1/site")
    Mono<Site> replace(@AuthenticationPrincipal SiteKey key, @RequestBody SiteSettings body) {
        Site site = body.of(key.site());
        return sites.replace(site).thenReturn(site);
    }

    record CreatedSite(Site site, String key) {}

    record NewSite(SiteId id, String name, @Nullable List<@Nullable String> origins) {
        NewSite {
            Input.present("id", id);
            Input.text("name", name, 200);
        }

        Site site() {
            return new SiteSettings(
                            name,
                            origins == null ? List.of() : origins,
                            null,
                            null,
                            null,
                            NO_METER,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)
                    .of(id);
        }
    }

    /**
     * What is left out is reset to its default, because PUT replaces the whole; what would shut
     * pages and readers out by that has to be said.
     */
    record SiteSettings(
            String name,
            List<@Nullable String> origins,
            @Nullable String timeZone,
            @Nullable String locale,
            @Nullable String imprint,
            MeterBody meter,
            @Nullable TokenBody token,
            @Nullable HistoryBody history,
            @Nullable Integer graceDays,
            @Nullable PackRefundsBody packRefunds,
            @Nullable WithdrawalsBody withdrawals,
            @Nullable DisputesBody disputes) {

        SiteSettings {
            Input.text("name", name, 200);
            Input.present("origins", origins);
            Input.present("meter", meter);
        }

        Site of(SiteId id) {
            return new Site(
                    id,
                    name,
                    Input.list("origins", origins, MOST_ORIGINS).stream()
                            .map(origin -> Input.origin("origins", origin))
                            .distinct()
                            .toList(),
                    timeZone == null ? ZoneId.of("UTC") : Input.zone("timeZone", timeZone),
                    locale == null ? Locale.ENGLISH : Input.locale("locale", locale),
                    imprint == null ? null : Input.httpUri("imprint", imprint),
                    meter.rules(),
                    token == null ? Site.USUAL_TOKEN : token.rules(),
                    history == null ? Site.USUAL_HISTORY : history.rules(),
                    graceDays == null ? Site.USUAL_GRACE_DAYS : Input.count("graceDays", graceDays, 0, 90),
                    packRefunds == null ? PackRefundRules.USUAL : packRefunds.rules(),
                    withdrawals == null ? WithdrawalRules.USUAL : withdrawals.rules(),
                    disputes == null ? DisputeRules.USUAL : disputes.rules());
        }
    }

    record MeterBody(
            @Nullable Integer limit,
            @Nullable Integer anonymousLimit,
            @Nullable MeterLength period) {

        MeterRules rules() {
            return new MeterRules(
                    limit == null ? 0 : Input.count("limit", limit, 0, 10_000),
                    anonymousLimit == null ? 0 : Input.count("anonymousLimit", anonymousLimit, 0, 10_000),
                    period == null ? new MeterLength.CalendarMonth() : period);
        }
    }

    record TokenBody(@Nullable Integer lifetimeSeconds) {
        Site.TokenRules rules() {
            return new Site.TokenRules(Input.count("lifetimeSeconds", lifetimeSeconds, 10, 300));
        }
    }

    record HistoryBody(@Nullable Integer days) {
        Site.HistoryRules rules() {
            return new Site.HistoryRules(Input.count("days", days, 0, 3_660));
        }
    }

    record PackRefundsBody(@Nullable String takeBack) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("unspent", "nothing"));

        PackRefundRules rules() {
            return new PackRefundRules(PackRefundRules.TakeBack.parse(Input.word("takeBack", takeBack, WORDS)));
        }
    }

    record DisputesBody(@Nullable String cancel) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("period-end", "now", "never"));

        DisputeRules rules() {
            return new DisputeRules(DisputeRules.Cancel.parse(Input.word("cancel", cancel, WORDS)));
        }
    }

    record WithdrawalsBody(@Nullable String refund) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("full", "prorated"));

        WithdrawalRules rules() {
            return new WithdrawalRules(WithdrawalRules.Repaid.parse(Input.word("refund", refund, WORDS)));
        }
    }
}
