package io.latchkey.gate;

import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site tells the gate where its articles are. */
@RestController
class GateRulesController {

    private static final int MOST_PATHS = 20;
    private static final String ALLOW = "allow";
    private static final String DENY = "deny";

    private final GateRulesOfSites rules;

    GateRulesController(GateRulesOfSites rules) {
        this.rules = rules;
    }

    @GetMapping("/v1/site/gate")
    Mono<GateSettings> read(@AuthenticationPrincipal SiteKey key) {
        return rules.get(key.site()).map(GateSettings::of);
    }

    @PutMapping("/v1/site/gate")
    Mono<GateSettings> replace(@AuthenticationPrincipal SiteKey key, @RequestBody GateSettingsBody body) {
        GateRules wanted = body.rules();
        return rules.put(key.site(), wanted).thenReturn(GateSettings.of(wanted));
    }

    /**
     * What is left out is reset to its default, because PUT replaces the whole; no paths, which
     * closes every gate, has to be said.
     */
    record GateSettingsBody(
            List<@Nullable String> articlePaths, @Nullable String otherPaths) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of(DENY, ALLOW));

        GateSettingsBody {
            Input.present("articlePaths", articlePaths);
        }

        GateRules rules() {
            List<ArticlePattern> paths = Input.list("articlePaths", articlePaths, MOST_PATHS).stream()
                    .map(ArticlePattern::of)
                    .toList();
            boolean open = otherPaths != null
                    && Input.word("otherPaths", otherPaths, WORDS).equals(ALLOW);
            if (open && paths.isEmpty()) {
                throw Input.refused("otherPaths", "can be allow only beside articlePaths");
            }
            return new GateRules(paths, open);
        }
    }

    record GateSettings(List<String> articlePaths, String otherPaths) {
        static GateSettings of(GateRules rules) {
            return new GateSettings(
                    rules.articlePaths().stream().map(ArticlePattern::text).toList(),
                    rules.otherPathsOpen() ? ALLOW : DENY);
        }
    }
}
