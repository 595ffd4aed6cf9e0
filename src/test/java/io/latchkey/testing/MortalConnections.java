package io.latchkey.testing;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Statement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.config.BeanPostProcessor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The connections of a service that can die: each statement, and each beginning and end of a
 * transaction, is one of its steps.
 */
public record MortalConnections(ConnectionFactory pool, Death death) implements ConnectionFactory {

    /** Those of a former life lie in the pool until somebody finds that they are cut. */
    private static final int MOST_BROKEN = 100;

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Puts them in the place of a service's own. */
    public static BeanPostProcessor of(Death death) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof ConnectionFactory pool ? new MortalConnections(pool, death) : bean;
            }
        };
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.defer(death::alive)
                .then(Mono.defer(() -> Mono.from(pool.create())))
                .flatMap(this::known)
                .retryWhen(Retry.fixedDelay(MOST_BROKEN, PAUSE).filter(_ -> !death.hasCome()));
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }

    private Mono<Connection> known(Connection connection) {
        return Flux.from(connection.createStatement("SELECT pg_backend_pid()").execute())
                .flatMap(result -> result.map((row, _) -> Objects.requireNonNull(row.get(0, Integer.class))))
                .single()
                .doOnNext(death::connected)
                .thenReturn(proxied(Connection.class, connection))
                .onErrorResume(broken ->
                        Mono.from(connection.close()).onErrorComplete().then(Mono.error(broken)));
    }

    private <T> T proxied(Class<T> type, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object answer = called(real, method, arguments);
            if (answer instanceof Statement statement) {
                // A statement answers with itself.
                return real instanceof Statement ? proxy : proxied(Statement.class, statement);
            }
            return answer instanceof Publisher<?> publisher && isStep(method) ? step(publisher) : answer;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A dead service rolls nothing back and closes nothing: the database does. */
    private static boolean isStep(Method method) {
        return switch (method.getName()) {
            case "execute", "beginTransaction", "commitTransaction" -> true;
            default -> false;
        };
    }

    private Flux<?> step(Publisher<?> work) {
        return Mono.defer(death::alive)
                .thenMany(Flux.<Object>from(work))
                .concatWith(Mono.defer(death::stepped).cast(Object.class));
    }

    private static @Nullable Object called(Object on, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
