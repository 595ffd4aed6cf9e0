package io.latchkey.account.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/** How the widget travels: small, cacheable, and to every page. */
class WidgetModuleTests {

    private static final int BUDGET_BYTES = 12_000;
    private static final Pattern LANGUAGE = Pattern.compile("(?ms)^  (\\w\\w): \\{\\n(.*?)^  },");
    private static final Pattern TEXT = Pattern.compile("(?m)^    '([a-z-]+)': '(.*)',$");
    private static final Pattern EXPORT = Pattern.compile("\\bexport\\b(?: class \\w+|\\{\\w+})?");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    private final WidgetModule module = WidgetModule.load();

    @Test
    void staysWithinItsBudget() {
        assertThat(module.gzipped().length).isLessThanOrEqualTo(BUDGET_BYTES);
    }

    @Test
    void asksForNothingElse() {
        String source = new String(module.plain(), StandardCharsets.UTF_8);
        assertThat(source).doesNotContain("import ", "import(", "innerHTML", "eval(", "style=");
        assertThat(EXPORT.matcher(source).results().map(MatchResult::group).toList())
                .containsExactly("export class LatchkeyPaywall", "export{texts}");
    }

    @Test
    void isServedCompressedToWhoeverTakesThat() throws Exception {
        HttpResponse<byte[]> plain = get();
        HttpResponse<byte[]> small = get("Accept-Encoding", "br, gzip;q=0.8");

        assertThat(plain.body()).isEqualTo(module.plain());
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Content-Type")).contains("text/javascript;charset=UTF-8");
        assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unzipped(small.body())).isEqualTo(module.plain());
        assertThat(small.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(small.headers().allValues("Vary")).contains("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "br", "gzip;q=0.0", "identity"})
    void isServedAsItIsToEverybodyElse(String accepted) throws Exception {
        assertThat(get("Accept-Encoding", accepted).body()).isEqualTo(module.plain());
    }

    @Test
    void isKeptByCachesAndAskedForAgainCheaply() throws Exception {
        HttpResponse<byte[]> first = get();
        assertThat(first.headers().firstValue("Cache-Control"))
                .contains("max-age=300, public, stale-if-error=604800, stale-while-revalidate=86400");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = get("If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://never-heard-of.example", "null"})
    void loadsOnPagesOfEveryOriginAndTellsThemNothingElse(String origin) throws Exception {
        HttpResponse<byte[]> answer = get("Origin", origin);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void saysTheSameInEveryLanguage() throws IOException {
        List<String> languages = new ArrayList<>();
        List<List<String>> shapes = new ArrayList<>();
        Matcher language = LANGUAGE.matcher(source());
        while (language.find()) {
            languages.add(language.group(1));
            shapes.add(TEXT.matcher(language.group(2))
                    .results()
                    .map(text -> text.group(1) + places(text.group(2)))
                    .toList());
        }
        assertThat(languages).containsExactly("en", "de", "fr", "es");
        assertThat(shapes).allMatch(shape -> shape.size() > 40).allMatch(shapes.get(0)::equals);
    }

    /** The words of the law stand on the link as on the page behind it. */
    @ParameterizedTest
    @CsvSource({"en,''", "de,_de", "fr,_fr", "es,_es"})
    void namesTheWaysOutAsTheirPagesDo(String language, String ending) throws IOException {
        Properties pages = new Properties();
        try (Reader reader = new InputStreamReader(
                new ClassPathResource("io/latchkey/account/leaving" + ending + ".properties").getInputStream(),
                StandardCharsets.UTF_8)) {
            pages.load(reader);
        }
        Map<String, String> said = textsIn(language);
        assertThat(said)
                .containsEntry("cancel-contract", pages.getProperty("cancel.title"))
                .containsEntry("cancel-subscription", pages.getProperty("layout.cancel-subscription"))
                .containsEntry("withdraw", pages.getProperty("withdraw.title"));
    }

    /** Browsers have their own idea of decimals (CLDR): a price of 120,000,000 sen is 1,200,000. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void countsTheDecimalsOfMoneyAsTheServiceDoes(int digits) throws IOException {
        String words =
                new ClassPathResource("io/latchkey/account/widget/words.js").getContentAsString(StandardCharsets.UTF_8);
        Matcher pattern = Pattern.compile("/([^/\n]+)/\\.test\\(currency\\)\\s+\\? " + digits)
                .matcher(words);
        assertThat(pattern.find()).isTrue();
        Pattern codes = Pattern.compile(pattern.group(1));
        assertThat(Arrays.stream(Locale.getISOCountries()))
                .map(country -> Currency.getInstance(Locale.of("", country)))
                .filteredOn(Objects::nonNull)
                .isNotEmpty()
                .allSatisfy(money -> assertThat(
                                codes.matcher(money.getCurrencyCode()).find())
                        .as(money.getCurrencyCode())
                        .isEqualTo(money.getDefaultFractionDigits() == digits));
        assertThat(words).contains("currency, minimumFractionDigits: digits}").doesNotContain("resolved");
    }

    private static Map<String, String> textsIn(String wanted) throws IOException {
        return LANGUAGE.matcher(source())
                .results()
                .filter(language -> language.group(1).equals(wanted))
                .flatMap(language -> TEXT.matcher(language.group(2)).results())
                .collect(Collectors.toMap(text -> text.group(1), text -> text.group(2)));
    }

    private static String source() throws IOException {
        return new ClassPathResource("io/latchkey/account/widget/texts.js").getContentAsString(StandardCharsets.UTF_8);
    }

    /** What is filled in, in any order; both forms of a number have it. */
    private static List<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group())
                .sorted()
                .toList();
    }

    private static byte[] unzipped(byte[] gzipped) throws IOException {
        try (GZIPInputStream unzip = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            return unzip.readAllBytes();
        }
    }

    private static HttpResponse<byte[]> get(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(TestService.shared().api().uri("/latchkey.js"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }
}
