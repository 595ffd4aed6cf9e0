package io.latchkey.scan;

import java.net.URI;
import java.util.Map;

/**
 * One request that a reader without a right to the article may make.
 *
 * @param by what is tried, as reports name it
 */
record Probe(String by, String method, URI address, Map<String, String> headers) {

    static Probe get(String by, URI address) {
        return new Probe(by, "GET", address, Map.of());
    }

    static Probe get(String by, URI address, Map<String, String> headers) {
        return new Probe(by, "GET", address, headers);
    }

    Probe as(Persona persona) {
        return new Probe(persona.label() + ", " + by, method, address, persona.and(headers));
    }
}
