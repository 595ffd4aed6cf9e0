package io.latchkey.site;

import io.latchkey.shared.web.Input;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's administrators hand out keys and take them back; the operator helps who has none. */
@RestController
class SiteKeyController {

    private final SiteKeys keys;
    private final Sites sites;

    SiteKeyController(SiteKeys keys, Sites sites) {
        this.keys = keys;
        this.sites = sites;
    }

    @PostMapping("/v1/site/keys")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<IssuedKey> issue(@AuthenticationPrincipal SiteKey caller, @RequestBody NewKey body) {
        return issue(caller.site(), body);
    }

    @PostMapping("/v1/sites/{id}/keys")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<IssuedKey> issueByOperator(@PathVariable SiteId id, @RequestBody NewKey body) {
        return sites.get(id).then(Mono.defer(() -> issue(id, body)));
    }

    private Mono<IssuedKey> issue(SiteId site, NewKey body) {
        return keys.issue(site, body.name(), body.scopeSet()).map(issued -> IssuedKey.of(issued.key(), issued.text()));
    }

    @GetMapping("/v1/site/keys")
    Mono<SiteKeyList> list(@AuthenticationPrincipal SiteKey caller) {
        return keys.of(caller.site()).map(ListedSiteKey::of).collectList().map(SiteKeyList::new);
    }

    @DeleteMapping("/v1/site/keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> takeBack(@AuthenticationPrincipal SiteKey caller, @PathVariable UUID id) {
        return keys.takeBack(caller.site(), id);
    }

    record NewKey(String name, List<@Nullable Scope> scopes) {
        NewKey {
            Input.text("name", name, 200);
            if (Input.list("scopes", scopes, 20).isEmpty()) {
                throw Input.refused("scopes", "must name at least one scope");
            }
        }

        Set<Scope> scopeSet() {
            return EnumSet.copyOf(Input.list("scopes", scopes, 20));
        }
    }

    record IssuedKey(UUID id, String name, Set<Scope> scopes, String key) {
        static IssuedKey of(SiteKey key, String text) {
            return new IssuedKey(key.id(), key.name(), key.scopes(), text);
        }
    }

    record ListedSiteKey(UUID id, String name, Set<Scope> scopes, Instant createdAt) {
        static ListedSiteKey of(SiteKey key) {
            return new ListedSiteKey(key.id(), key.name(), key.scopes(), key.createdAt());
        }
    }

    record SiteKeyList(List<ListedSiteKey> items) {}
}
