package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.scan.Scan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What publishers run against their sites, run against ours. */
public final class LeakScan {

    private LeakScan() {}

    /** The scanner gets answers and no byte of the secret, whatever it tries on the article. */
    public static void findsNothing(URI article, String secret) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream report = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Scan.run(List.of(article.toString(), "--canary", secret), report, report);
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    }
}
