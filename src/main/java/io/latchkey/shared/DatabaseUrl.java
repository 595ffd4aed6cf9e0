package io.latchkey.shared;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A PostgreSQL connection URI as libpq writes it: {@code
 * postgresql://user:password@host:port/database?sslmode=require}.
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        Map<String, String> parameters) {

    private static final int POSTGRESQL_PORT = 5432;

    static DatabaseUrl parse(String url) {
        URI uri = uriOf(url);
        String scheme = uri.getScheme();
        boolean postgresql = "postgresql".equals(scheme) || "postgres".equals(scheme);
        String path = uri.getPath();
        if (!postgresql || uri.getHost() == null || path == null || path.length() < 2) {
            throw malformed();
        }
        String[] credentials =
                uri.getRawUserInfo() == null
                        ? new String[] {"postgres"}
                        : uri.getRawUserInfo().split(":", 2);
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? POSTGRESQL_PORT : uri.getPort(),
                path.substring(1),
                decoded(credentials[0]),
                credentials.length > 1 ? decoded(credentials[1]) : "",
                parametersOf(uri.getRawQuery()));
    }

    /** The same database for JDBC, which Flyway speaks; user and password travel apart. */
    String jdbcUrl() {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) ->
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value));
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
