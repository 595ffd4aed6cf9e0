package io.latchkey.shared.idempotency;

import org.springframework.core.MethodParameter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands a controller the key of a request, and refuses a request without one that needs it. */
@Component
class IdempotencyKeyArgument implements HandlerMethodArgumentResolver, WebFluxConfigurer {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindings, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return Mono.justOrEmpty(request.getHeaders().getFirst(IdempotencyKey.HEADER))
                .<Object>map(value -> new IdempotencyKey(request.getPath().value(), value))
                .switchIfEmpty(Mono.defer(() -> parameter.isOptional()
                        ? Mono.empty()
                        : Mono.error(IdempotencyProblem.IDEMPOTENCY_KEY_REQUIRED.problem())));
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }
}
