package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.integration.wordpress.PhpVerifier.Question;
import io.latchkey.testing.TestService;
import io.latchkey.token.ReferenceVerifier;
import io.latchkey.token.TableToken;
import io.latchkey.token.TestSigner;
import io.latchkey.token.TokenTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The plugin's verifier on the table that every content server is held to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhpTableTests {

    private static final int BATCH = 500;
    private static final int BATCHES = 20;

    private final TestService service = TestService.shared();
    private final String site = service.site("columns").id();
    private final TokenTable table = new TokenTable(TestSigner.of(service), TestService.ISSUER, site);
    private final ReferenceVerifier reference = new ReferenceVerifier(service, site);
    private PhpVerifier php = new PhpVerifier(Path.of("."), TestService.ISSUER, site, "{}");

    @BeforeAll
    void publish(@TempDir Path folder) {
        String keys = service.api().get("/.well-known/jwks.json", null).text();
        php = new PhpVerifier(folder, TestService.ISSUER, site, keys);
    }

    @Test
    void agreesOnEveryTokenOfTheTable() throws IOException {
        List<TableToken> rows = table.rows();
        assertThat(rows).hasSizeGreaterThan(130);
        agreesOn(rows);
    }

    @Test
    void agreesOnMutatedTokens() throws IOException {
        agreesOn(table.mutated(0, BATCH, reference));
    }

    @Tag("torture")
    @Test
    void agreesOnTenThousandMutatedTokens() throws IOException {
        for (int seed = 1; seed <= BATCHES; seed++) {
            agreesOn(table.mutated(seed, BATCH, reference));
        }
    }

    private void agreesOn(List<TableToken> rows) throws IOException {
        List<Boolean> verdicts = php.verdicts(rows.stream()
                .map(row -> new Question(row.token(), row.article(), row.asks()))
                .toList());
        for (int i = 0; i < rows.size(); i++) {
            TableToken row = rows.get(i);
            assertThat(verdicts.get(i)).as("%s %s", row.name(), row.token()).isEqualTo(row.opens());
        }
    }
}
