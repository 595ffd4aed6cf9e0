package io.latchkey.reader;

import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Hands a controller the session of the calling reader, after asking the database whether it is
 * over. A handler that asks along with its own query takes {@link UnadmittedSession} instead, and
 * says so in its signature.
 */
@Component
class ReaderSessionArgument implements HandlerMethodArgumentResolver, WebFluxConfigurer {

    private final Readers readers;

    ReaderSessionArgument(Readers readers) {
        this.readers = readers;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ReaderSession.class
                || parameter.getParameterType() == UnadmittedSession.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindings, ServerWebExchange exchange) {
        Mono<ReaderSession> caller = caller(ReaderSession.class);
        return parameter.getParameterType() == UnadmittedSession.class
                ? caller.map(UnadmittedSession::new)
                : caller.flatMap(this::admitted);
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }

    /** Who calls, as the door that they came through knows them. */
    static <T> Mono<T> caller(Class<T> kind) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(Authentication::getPrincipal)
                .cast(kind);
    }

    private Mono<Object> admitted(ReaderSession session) {
        return readers.standing(session)
                .doOnNext(standing -> standing.admit(session))
                .thenReturn(session);
    }
}
