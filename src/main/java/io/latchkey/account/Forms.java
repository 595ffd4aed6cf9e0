package io.latchkey.account;

import java.util.List;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Fields of posted forms. */
public final class Forms {

    private static final int LONGEST = 8_000;

    private Forms() {}

    /** The field's text; empty when it is not there or longer than any of ours. */
    public static Mono<String> field(ServerWebExchange exchange, String name) {
        return exchange.getFormData()
                .map(form -> form.getOrDefault(name, List.of("")).getFirst())
                .map(text -> text == null || text.length() > LONGEST ? "" : text);
    }
}
