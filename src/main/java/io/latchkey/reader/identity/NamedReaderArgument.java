package io.latchkey.reader.identity;

import io.latchkey.site.SiteKey;
import java.util.Map;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands a controller the reader that {@code {ref}} in its path names, at the site whose key calls. */
@Component
class NamedReaderArgument extends CallerArgument {

    private final Readers readers;

    NamedReaderArgument(Readers readers) {
        this.readers = readers;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == NamedReader.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindings, ServerWebExchange exchange) {
        Map<String, String> path = exchange.getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return caller(SiteKey.class).flatMap(caller -> named(caller, Ref.inPath(path.get("ref"))));
    }

    private Mono<NamedReader> named(SiteKey caller, Ref ref) {
        return readers.keyOf(caller.site(), ref).map(key -> new NamedReader(key, ref, caller));
    }
}
