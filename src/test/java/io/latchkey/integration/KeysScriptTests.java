package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import io.latchkey.testing.TestService;
import io.latchkey.token.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that brings HAProxy its keys: a withdrawn one is gone only once HAProxy has reloaded. */
@Tag("outside")
class KeysScriptTests {

    @Test
    void reloadsAgainUntilThatSucceedsAndThenNoMore(@TempDir Path folder) {
        List.of("jq", "curl", "openssl").forEach(Programs::require);
        new PublishedFiles("haproxy", folder);
        TestSigner signer = TestSigner.of(TestService.shared());
        try (Issuer issuer = new Issuer("kiosk", signer)) {
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("false")))
                    .isNotZero();
            Path reloaded = folder.resolve("reloaded");
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("touch", reloaded.toString())))
                    .isZero();
            assertThat(reloaded).exists();
            Path again = folder.resolve("again");
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("touch", again.toString())))
                    .isZero();
            assertThat(again).doesNotExist();
        }
    }

    /** What was written for a reload that failed is not what HAProxy has, whatever is published next. */
    @Test
    void aKeyThatCameAndWentWhileTheReloadFailedIsGone(@TempDir Path folder) throws IOException {
        List.of("jq", "curl", "openssl").forEach(Programs::require);
        new PublishedFiles("haproxy", folder);
        TestSigner signer = TestSigner.of(TestService.shared());
        TestSigner other = TestSigner.stranger();
        try (Issuer issuer = new Issuer("kiosk", signer)) {
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("true")))
                    .isZero();
            issuer.publish(other);
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("false")))
                    .isNotZero();
            issuer.withdraw(other);
            assertThat(HaproxyTests.bringKeys(folder, issuer.uri(), List.of("true")))
                    .isZero();
            assertThat(Files.readString(folder.resolve("keys.map")))
                    .contains(signer.kid())
                    .doesNotContain(other.kid());
        }
    }

    /** Cron looks for programs in few places. */
    @Test
    void isNamedForCronAsItIsInstalled() throws IOException {
        List<String> page = Files.readAllLines(Path.of("src/main/integrations/haproxy/README.md"));
        assertThat(page).anyMatch(line -> line.strip().equals("cp latchkey-keys /usr/local/bin/"));
        assertThat(page)
                .filteredOn(line -> line.strip().startsWith("* * * * *"))
                .singleElement()
                .asString()
                .contains(" root /usr/local/bin/latchkey-keys ");
    }
}
