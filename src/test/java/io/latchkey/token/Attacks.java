package io.latchkey.token;

import io.latchkey.token.key.SigningKey;
import io.latchkey.token.key.TestKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A part of the table. Each token differs from a good one in the one point that its name says, and
 * is signed with the service's own key unless the point is the signature.
 */
abstract class Attacks {

    final SigningKey key;
    final SigningKey stranger;

    /** The names' values are JSON as it is to stand, so that also wrong JSON can be written. */
    final Map<String, String> header;

    final Map<String, String> claims;
    private final List<HostileToken> table = new ArrayList<>();

    Attacks(SigningKey key, String token) {
        this.key = key;
        this.stranger = TestKeys.generate(1, key.signsFrom());
        this.header = members(Forge.text(part(token, 0)));
        this.claims = members(Forge.text(part(token, 1)));
    }

    /** A token written by the same hand as the hostile ones, with nothing wrong. */
    final String good() {
        return signed(json(header), json(claims));
    }

    abstract void attack();

    final List<HostileToken> all() {
        attack();
        return List.copyOf(table);
    }

    final void headed(String attack, Map<String, String> changed) {
        raw(attack, json(changed), json(claims));
    }

    final void claimed(String attack, String name, @Nullable String value) {
        raw(attack, json(header), json(changed(claims, name, value)));
    }

    final void raw(String attack, String header, String claims) {
        add(attack, signed(header, claims));
    }

    final void add(String attack, String token) {
        table.add(new HostileToken(attack, token));
    }

    final String signed(String header, String claims) {
        return Forge.signed(header, claims, key.privateKey());
    }

    static String part(String token, int index) {
        return token.split("\\.", -1)[index];
    }

    static Map<String, String> members(String json) {
        Map<String, String> members = new LinkedHashMap<>();
        JsonMapper.shared()
                .readTree(json)
                .properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().toString()));
        return members;
    }

    static Map<String, String> changed(Map<String, String> members, String name, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(members);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** With one more member in front, so that a reader that lets the last win finds ours. */
    static String twice(String json, String member) {
        return "{" + member + "," + json.substring(1);
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
