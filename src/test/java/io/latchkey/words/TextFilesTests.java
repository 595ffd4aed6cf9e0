package io.latchkey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What is said in one language is said in all. */
class TextFilesTests {

    private static final Pattern FACT = Pattern.compile("\\{[0-9]+");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/latchkey/account/account",
                "io/latchkey/account/home",
                "io/latchkey/account/leaving",
                "io/latchkey/notice/letters",
                "io/latchkey/receipt/receipt"
            })
    void everyLanguageHasTheSameTextsWithTheSameFacts(String files) throws IOException {
        SortedMap<String, Set<String>> english = texts(files, Locale.ENGLISH);
        assertThat(english).isNotEmpty();
        for (Locale language : Languages.ALL) {
            assertThat(texts(files, language)).as("%s in %s", files, language).isEqualTo(english);
        }
    }

    /** The facts that each text names, by its key; English is what others fall back to. */
    private static SortedMap<String, Set<String>> texts(String files, Locale language) throws IOException {
        ClassPathResource file = new ClassPathResource(files + "_" + language + ".properties");
        if (!file.exists() && language.equals(Locale.ENGLISH)) {
            file = new ClassPathResource(files + ".properties");
        }
        Properties texts = PropertiesLoaderUtils.loadProperties(new EncodedResource(file, StandardCharsets.UTF_8));
        SortedMap<String, Set<String>> facts = new TreeMap<>();
        for (String key : texts.stringPropertyNames()) {
            String text = texts.getProperty(key);
            assertThat(text).as("%s in %s", key, language).isNotBlank().doesNotContain("'");
            facts.put(
                    key,
                    FACT.matcher(text)
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return facts;
    }
}
