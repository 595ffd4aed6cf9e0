package io.latchkey.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What is said in one language is said in all. */
class TextFilesTests {

    private static final Pattern FACT = Pattern.compile("\\{[0-9]+");

    /** Those that are spoken from. */
    private static List<String> files() {
        String names = TestService.shared().bean(Environment.class).getRequiredProperty("spring.messages.basename");
        return List.of(names.split(","));
    }

    @Test
    void everyFileIsSpokenFrom() throws IOException {
        List<String> there = new ArrayList<>();
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath*:io/latchkey/**/*.properties")) {
            String path = file.getURL().getPath();
            there.add(path.substring(path.indexOf("io/latchkey/")));
        }
        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(files().stream()
                        .flatMap(file -> Languages.ALL.stream().map(language -> file(file, language)))
                        .toList());
    }

    @Test
    void noTwoFilesSayTheSame() throws IOException {
        List<String> keys = new ArrayList<>();
        for (String file : files()) {
            keys.addAll(texts(file, Locale.ENGLISH).keySet());
        }
        assertThat(keys).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLanguageHasTheSameTextsWithTheSameFacts(String files) throws IOException {
        SortedMap<String, Set<String>> english = texts(files, Locale.ENGLISH);
        assertThat(english).isNotEmpty();
        for (Locale language : Languages.ALL) {
            assertThat(texts(files, language)).as("%s in %s", files, language).isEqualTo(english);
        }
    }

    private static String file(String files, Locale language) {
        return files + (language.equals(Locale.ENGLISH) ? "" : "_" + language) + ".properties";
    }

    /** The facts that each text names, by its key; English is what others fall back to. */
    private static SortedMap<String, Set<String>> texts(String files, Locale language) throws IOException {
        ClassPathResource file = new ClassPathResource(file(files, language));
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
