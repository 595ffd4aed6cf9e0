package io.latchkey.scan.probe;

import java.net.URI;
import java.util.Map;

/**
 * One request that a reader without a right to the article may make.
 *
 * @param by what is tried, as reports name it
 */
public record Probe(String by, String method, URI address, Map<String, String> headers) {

    public static Probe get(String by, URI address) {
        return new Probe(by, "GET", address, Map.of());
    }

    public static Probe get(String by, URI address, Map<String, String> headers) {
        return new Probe(by, "GET", address, headers);
    }

    public Probe as(Persona persona, Tokens tokens) {
        return new Probe(persona.label() + ", " + by, method, address, persona.and(headers, tokens));
    }
}
