package io.latchkey.token;

import io.latchkey.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Good, hostile and stale access tokens of one site, and what each opens. Made anew whenever it is
 * asked for, since a token lives five minutes at most.
 */
public final class TokenTable {

    /** The articles of the table, and what each asks for. */
    public static final Map<String, String> ARTICLES = Map.of(
            "weather", "free",
            "puzzle", "registered",
            "council", "standard",
            "essay", "standard",
            "archive", "gold");

    /** What is asked for with every hostile token: the good one opens it twice over. */
    static final String ASKED = "essay";

    private static final long LAST_SAFE_INTEGER = (1L << 53) - 1;

    private final TestSigner signer;
    private final String issuer;
    private final String site;

    /** A table of tokens that this signer would sign for this site. */
    public TokenTable(TestSigner signer, String issuer, String site) {
        this.signer = signer;
        this.issuer = issuer;
        this.site = site;
    }

    /** A table of tokens that the service would sign for this site. */
    public static TokenTable of(TestService service, String site) {
        return new TokenTable(TestSigner.of(service), TestService.ISSUER, site);
    }

    /** Every row. */
    public List<TableToken> rows() {
        List<TableToken> rows = new ArrayList<>(good());
        rows.addAll(tooLittle());
        rows.addAll(stale());
        long now = now();
        HostileTokens.fromAccessToken(signer.key, opening(), now).all().stream()
                .map(hostile -> row(hostile.attack(), hostile.token(), ASKED, false))
                .forEach(rows::add);
        return List.copyOf(rows);
    }

    /**
     * Tokens changed at random, by the same changes for the same seed, except that a change which
     * comes to a token that is there already is left out.
     */
    public List<TableToken> mutated(long seed, int count, ReferenceVerifier reference) {
        Mutations mutations = new Mutations(signer, opening(), now(), seed);
        Set<String> seen = new HashSet<>();
        return Stream.generate(mutations::next)
                .filter(mutant -> seen.add(mutant.token()))
                .limit(count)
                .map(mutant -> row(
                        mutant.attack(),
                        mutant.token(),
                        ASKED,
                        reference.opens(mutant.token(), ASKED, ARTICLES.get(ASKED))))
                .toList();
    }

    /** Writes the table where verifiers in other languages can read it. */
    public static void write(List<TableToken> rows, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, JsonMapper.shared().writeValueAsString(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token that opens these articles and tiers. */
    public String opening(List<String> articles, List<String> tiers) {
        return sign(claims(articles, tiers));
    }

    /** As {@link #opening(List, List)}, of this reader, issued at this second. */
    public String opening(String reader, long issuedAt, List<String> articles) {
        Map<String, Object> claims = claims(articles, List.of());
        claims.put("sub", reader);
        claims.put("iat", issuedAt);
        return sign(claims);
    }

    /** As {@link #opening(List, List)}, but its time is over. */
    public String expired(List<String> articles) {
        return ended(articles, 60);
    }

    private String ended(List<String> articles, long secondsAgo) {
        Map<String, Object> claims = claims(articles, List.of("standard"));
        claims.put("iat", now() - secondsAgo - 300);
        claims.put("exp", now() - secondsAgo);
        return sign(claims);
    }

    String opening() {
        return opening(List.of(ASKED), List.of("registered", "standard"));
    }

    /** A good token with a claim more, as a later version may have. */
    private String saying(long number) {
        Map<String, Object> claims = claims(List.of(ASKED), List.of());
        claims.put("x", number);
        return sign(claims);
    }

    private List<TableToken> good() {
        List<String> none = List.of();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            many.add("other-" + i);
        }
        many.add("archive");
        return List.of(
                opens("names the article", List.of("essay"), none, "essay"),
                opens("names it last of twenty", many, none, "archive"),
                opens("has its tier", none, List.of("registered", "standard"), "essay"),
                opens("has another tier too", none, List.of("gold", "standard"), "archive"),
                opens("is of a known reader", none, List.of("registered"), "puzzle"),
                opens("names one for the registered", List.of("puzzle"), none, "puzzle"),
                row("says the last safe integer", saying(LAST_SAFE_INTEGER), ASKED, true),
                row("says the first safe integer", saying(-LAST_SAFE_INTEGER), ASKED, true),
                row("says one of sixteen digits", saying(1_000_000_000_000_000L), ASKED, true),
                row("says one that is nearly the last", saying(8_999_999_999_999_999L), ASKED, true),
                opens("names nothing, of a free one", none, none, "weather"));
    }

    private List<TableToken> tooLittle() {
        List<String> none = List.of();
        return List.of(
                closed("names another", List.of("council"), none, "essay"),
                closed("names nothing", none, none, "essay"),
                closed("names a longer one", List.of("essays"), none, "essay"),
                closed("names a shorter one", List.of("essa"), none, "essay"),
                closed("names one that ends alike", List.of("my-essay"), none, "essay"),
                closed("names it in capitals", List.of("ESSAY"), none, "essay"),
                closed("names it with a dot for a letter", List.of("essa."), none, "essay"),
                closed("names two in one text", List.of("council,essay"), none, "essay"),
                closed("names it with quotes", List.of("\"essay\""), none, "essay"),
                closed("names an empty one", List.of(""), none, "essay"),
                closed("names its tier as an article", List.of("standard"), none, "essay"),
                closed("has it as a tier", none, List.of("essay"), "essay"),
                closed("has a lower tier", none, List.of("registered", "standard"), "archive"),
                closed("has a longer tier", none, List.of("standard-2"), "essay"),
                closed("has its tier in capitals", none, List.of("Standard"), "essay"),
                closed("is of an anonymous reader", none, none, "puzzle"),
                closed("is only of a known reader", none, List.of("registered"), "essay"),
                closed("has the tier of what is free", none, List.of("free"), "essay"),
                closed("has the tier of what is unlisted", none, List.of("-", ""), "essay"));
    }

    private List<TableToken> stale() {
        return List.of(
                row("stale by a minute", ended(List.of(ASKED), 60), ASKED, false),
                row("stale by an hour", ended(List.of(ASKED), 3_600), ASKED, false),
                row("stale by a year", ended(List.of(ASKED), 31_536_000), ASKED, false),
                row("stale, of a free one", ended(List.of(), 60), "weather", true));
    }

    private TableToken opens(String name, List<String> articles, List<String> tiers, String article) {
        return row(name, opening(articles, tiers), article, true);
    }

    private TableToken closed(String name, List<String> articles, List<String> tiers, String article) {
        return row(name, opening(articles, tiers), article, false);
    }

    private static TableToken row(String name, String token, String article, boolean opens) {
        return new TableToken(name, token, article, ARTICLES.getOrDefault(article, "-"), opens);
    }

    /** In the order in which the service writes them. */
    private Map<String, Object> claims(List<String> articles, List<String> tiers) {
        long now = now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("client_id", site);
        claims.put("articles", articles);
        claims.put("tiers", tiers);
        claims.put("iss", issuer);
        claims.put("sub", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("aud", site);
        return claims;
    }

    private String sign(Map<String, Object> claims) {
        return signer.sign(TokenType.ACCESS.headerValue(), claims);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
