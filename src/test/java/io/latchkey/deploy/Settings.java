package io.latchkey.deploy;

import java.util.Set;

/** The environment that the service reads, as its design lists it. */
final class Settings {

    private static final Set<String> SECRET =
            Set.of("LATCHKEY_DATABASE_URL", "LATCHKEY_OPERATOR_KEY", "LATCHKEY_MASTER_KEY");
    private static final Set<String> PUBLIC = Set.of(
            "LATCHKEY_ISSUER",
            "LATCHKEY_PAYMENT_PROVIDER",
            "LATCHKEY_PROBES_PORT",
            "LATCHKEY_TRUSTED_PROXIES",
            "SERVER_PORT");

    private Settings() {}

    /** May stand in a file for all to read. */
    static boolean isPublic(String name) {
        return PUBLIC.contains(name);
    }

    /** Is read by the service, or by what it is made of. */
    static boolean isKnown(String name) {
        return isPublic(name)
                || SECRET.contains(name)
                || name.startsWith("LATCHKEY_STRIPE_")
                || name.startsWith("SPRING_")
                || name.startsWith("JAVA_");
    }
}
