package io.latchkey.limit;

import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.shared.problem.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often each address may do what is limited: so many times at once, and as many more in every
 * minute. High enough for a school whose pupils all come from one address.
 */
@ConfigurationProperties("latchkey.limits")
record LimitSettings(
        @DefaultValue("1000") int anonymousSessions,
        @DefaultValue("3000") int failedCredentials,
        @DefaultValue("300") int promoCodes,
        @DefaultValue("600") int checkouts,
        @DefaultValue("600") int receipts)
        implements RequiredSetting {

    LimitSettings {
        positive("LATCHKEY_LIMITS_ANONYMOUSSESSIONS", anonymousSessions);
        positive("LATCHKEY_LIMITS_FAILEDCREDENTIALS", failedCredentials);
        positive("LATCHKEY_LIMITS_PROMOCODES", promoCodes);
        positive("LATCHKEY_LIMITS_CHECKOUTS", checkouts);
        positive("LATCHKEY_LIMITS_RECEIPTS", receipts);
    }

    int of(Limit limit) {
        return switch (limit) {
            case ANONYMOUS_SESSIONS -> anonymousSessions;
            case FAILED_CREDENTIALS -> failedCredentials;
            case PROMO_CODES -> promoCodes;
            case CHECKOUTS -> checkouts;
            case RECEIPTS -> receipts;
        };
    }

    private static void positive(String name, int most) {
        if (most < 1) {
            throw new SettingException(
                    name + " is less than 1: nobody could do what it limits.",
                    "Set it to how often one address may do so in a minute, or leave it out.");
        }
    }
}
