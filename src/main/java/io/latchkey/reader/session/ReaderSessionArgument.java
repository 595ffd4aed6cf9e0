package io.latchkey.reader.session;

import io.latchkey.reader.identity.CallerArgument;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Hands a controller the session of the calling reader, after asking the database whether it is
 * over. A handler that asks along with its own query takes {@link UnadmittedSession} instead, and
 * says so in its signature.
 */
@Component
class ReaderSessionArgument extends CallerArgument {

    private final Sessions sessions;

    ReaderSessionArgument(Sessions sessions) {
        this.sessions = sessions;
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

    private Mono<Object> admitted(ReaderSession session) {
        return sessions.standing(session)
                .doOnNext(standing -> standing.admit(session))
                .thenReturn(session);
    }
}
