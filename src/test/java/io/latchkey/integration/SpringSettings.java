package io.latchkey.integration;

import org.springframework.boot.test.util.TestPropertyValues;

/** A content server's settings as its application.yaml would have them. */
final class SpringSettings {

    private static final String PREFIX = "latchkey.content-server.";

    private SpringSettings() {}

    static TestPropertyValues of(Setting setting) {
        return TestPropertyValues.of(
                PREFIX + "issuer=" + setting.issuer(),
                PREFIX + "site=" + setting.site(),
                PREFIX + "address=" + setting.latchkey(),
                PREFIX + "keys-for=" + setting.keysFor(),
                PREFIX + "pause=" + setting.pause(),
                PREFIX + "revocations-for=" + setting.revocationsFor());
    }
}
