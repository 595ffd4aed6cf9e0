package io.latchkey.testing;

import java.net.URI;
import org.flywaydb.core.Flyway;

/** Databases as older versions left them. */
public final class Migrations {

    private Migrations() {}

    /** Migrates an empty database up to a version and no further. */
    public static void to(String databaseUrl, String version) {
        URI uri = URI.create(databaseUrl);
        String[] credentials = uri.getUserInfo().split(":", 2);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
                        credentials[0],
                        credentials[1])
                .target(version)
                .load()
                .migrate();
    }
}
