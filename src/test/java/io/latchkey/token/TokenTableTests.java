package io.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.latchkey.access.ContentServer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table that content servers are held to says what our own verifier says, and another library
 * finds no fault with what that accepts.
 */
class TokenTableTests {

    private static final Path FOLDER = Path.of("target/token-table");

    private final TestService service = TestService.shared();
    private final TestSite site = service.site("table");
    private final TokenTable table = TokenTable.of(service, site.id());
    private final ReferenceVerifier reference = new ReferenceVerifier(service, site.id());

    @Test
    void saysWhatOurOwnVerifierSays() {
        List<TableToken> rows = table.rows();

        assertThat(rows).hasSizeGreaterThan(170).extracting(TableToken::name).doesNotHaveDuplicates();
        assertThat(rows.stream().filter(TableToken::opens).count()).isGreaterThan(5);
        assertThat(rows)
                .allSatisfy(row -> assertThat(reference.opens(row.token(), row.article(), row.asks()))
                        .as(row.name())
                        .isEqualTo(row.opens()));
    }

    @Test
    void refusesMutatedTokensUnlessTheyAreStillGood() throws Exception {
        refusesMutated(500);
    }

    @Tag("torture")
    @Test
    void refusesTenThousandMutatedTokensUnlessTheyAreStillGood() throws Exception {
        refusesMutated(10_000);
    }

    private void refusesMutated(int count) throws Exception {
        List<TableToken> mutated = table.mutated(1, count, reference);

        assertThat(mutated.stream().filter(TableToken::opens).count()).isBetween(count / 100L, count / 5L);
        assertThat(mutated.stream().map(TableToken::token).distinct().count()).isEqualTo(count);
        isAcceptedByNimbusWhereWeAccept(mutated);
    }

    @Test
    void isAcceptedByAnotherLibraryWhereWeAccept() throws Exception {
        isAcceptedByNimbusWhereWeAccept(table.rows());
    }

    /** Of one good token: where two changes come to the same letters hangs on what they are. */
    @Test
    void triesTheSameForTheSameSeed() {
        String good = table.opening();
        assertThat(names(good, 7)).isEqualTo(names(good, 7)).isNotEqualTo(names(good, 8));
    }

    @Test
    void isWrittenForVerifiersInOtherLanguages() {
        Path file = FOLDER.resolve("tokens.json");
        List<TableToken> rows = Stream.concat(table.rows().stream(), table.mutated(1, 1_000, reference).stream())
                .toList();

        TokenTable.write(rows, file);

        assertThat(file).content().startsWith("[{\"name\":").contains("\"opens\":true");
        assertThat(Files.exists(file)).isTrue();
    }

    private void isAcceptedByNimbusWhereWeAccept(List<TableToken> rows) throws ParseException, JOSEException {
        ContentServer nimbus = new ContentServer(service.api(), site.id());
        int accepted = 0;
        for (TableToken row : rows) {
            if (row.opens()) {
                assertThat(nimbus.serves(row.token(), row.article(), access(row), row.asks()))
                        .as(row.name() + " " + row.token())
                        .isTrue();
                accepted++;
            }
        }
        assertThat(accepted).isPositive();
    }

    private static String access(TableToken row) {
        return switch (row.asks()) {
            case "free", "registered" -> row.asks();
            default -> "premium";
        };
    }

    private List<String> names(String good, long seed) {
        Mutations mutations = new Mutations(TestSigner.of(service), good, 1_800_000_000, seed);
        return Stream.generate(mutations::next)
                .limit(200)
                .map(HostileToken::attack)
                .toList();
    }
}
