package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The plugin's verifier alone, in one process for many tokens. */
record PhpVerifier(Path folder, String issuer, String site, String jwks) {

    private static final Path PLUGIN = Path.of("src/main/integrations/wordpress/latchkey");
    private static final Path SCRIPTS = Path.of("src/test/resources/wordpress");

    /**
     * What is asked.
     *
     * @param asks {@code free}, {@code registered} or a tier
     */
    record Question(String token, String article, String asks) {}

    /** Whether each token opens its article. */
    List<Boolean> verdicts(List<Question> questions) throws IOException {
        List<String> lines =
                run("verdicts.php", questions.stream().map(PhpVerifier::line).toList());
        // A line more is a complaint of PHP's.
        assertThat(lines).hasSameSizeAs(questions).allMatch(line -> line.matches("[01]"));
        return lines.stream().map("1"::equals).toList();
    }

    /** What each list of revoked tokens holds, as JSON; null for one that does not verify. */
    List<String> revocations(List<String> lists) throws IOException {
        return run("revocations.php", lists);
    }

    private List<String> run(String script, List<String> input) throws IOException {
        Path asked = Files.createTempFile(folder, "asked", ".jsonl");
        Path said = Files.createTempFile(folder, "said", ".txt");
        Files.write(asked, input);
        Process process = new ProcessBuilder(
                        Programs.require("php").toString(),
                        "-d",
                        "display_errors=stdout",
                        SCRIPTS.resolve(script).toString(),
                        PLUGIN.toString(),
                        issuer,
                        site,
                        jwks)
                .redirectInput(asked.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Running.end(process, said);
        return Files.readAllLines(said);
    }

    private static String line(Question question) {
        return JsonMapper.shared().writeValueAsString(List.of(question.token(), question.article(), question.asks()));
    }
}
