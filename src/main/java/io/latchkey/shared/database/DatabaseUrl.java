package io.latchkey.shared.database;

import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.web.HostName;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URI as libpq writes it: {@code
 * postgresql://user:password@host:port/database?sslmode=require}.
 */
record DatabaseUrl(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final int POSTGRESQL_PORT = 5432;
    private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^\\]]*]|[^:@\\[\\]]+)(?::([0-9]{1,5}))?");

    static DatabaseUrl parse(String url) {
        URI uri = uriOf(url);
        String scheme = uri.getScheme();
        boolean postgresql = "postgresql".equals(scheme) || "postgres".equals(scheme);
        String path = uri.getPath();
        // Not by getHost(): container networks name hosts with underscores.
        Matcher authority = AUTHORITY.matcher(Objects.requireNonNullElse(uri.getRawAuthority(), ""));
        if (!postgresql || path == null || path.length() < 2 || !authority.matches()) {
            throw malformed();
        }
        HostName host = HostName.of(authority.group(2)).orElseThrow(DatabaseUrl::malformed);
        String port = authority.group(3);
        String[] credentials = authority.group(1) == null
                ? new String[] {"postgres"}
                : authority.group(1).split(":", 2);
        return new DatabaseUrl(
                host.text(),
                port == null ? POSTGRESQL_PORT : Integer.parseInt(port),
                path.substring(1),
                decoded(credentials[0]),
                credentials.length > 1 ? decoded(credentials[1]) : "",
                parametersOf(uri.getRawQuery()));
    }

    /** The same database for JDBC, which Flyway speaks; user and password travel apart. */
    String jdbcUrl() {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + query;
    }

    /** Without the password, because settings are printed. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }

    private static URI uriOf(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            // The cause is left out on purpose: it quotes the URL, and with it the password.
            throw malformed();
        }
    }

    private static SettingException malformed() {
        return new SettingException(
                "LATCHKEY_DATABASE_URL is not a PostgreSQL URL.",
                "Set it as postgresql://user:password@host:port/database; special characters in"
                        + " the password are percent-encoded.");
    }

    private static Map<String, String> parametersOf(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
