package io.latchkey.probe;

import io.netty.channel.Channel;
import io.netty.channel.unix.Errors;
import io.netty.util.concurrent.Future;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.ReactiveHealthEndpointWebExtension;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers probes on a port and by a thread of their own. Asked where everything else is asked, they
 * wait behind all that came before them, and an orchestrator would kill a replica that is merely
 * busy. Nothing but these two questions has an answer here, and neither tells more than a word.
 */
@Component
@EnableConfigurationProperties(ProbeSettings.class)
class ProbeServer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeServer.class);

    private static final String HEALTH = "/actuator/health/";
    private static final List<String> QUESTIONS = List.of("liveness", "readiness");

    /** One question and its answer: nobody needs a connection for longer. */
    private static final Duration LONGEST_CONNECTION = Duration.ofSeconds(10);

    /** EADDRINUSE, as Netty's transport for Linux reports it. */
    private static final int ADDRESS_IN_USE = -98;

    private final ProbeSettings settings;
    private final ReactiveHealthEndpointWebExtension health;
    private final JsonMapper json;

    private @Nullable Running running;

    ProbeServer(ProbeSettings settings, ReactiveHealthEndpointWebExtension health, JsonMapper json) {
        this.settings = settings;
        this.health = health;
        this.json = json;
    }

    private record Running(DisposableServer server, LoopResources thread) {}

    @Override
    public boolean isAutoStartup() {
        return settings.port() != null;
    }

    /** Before the port of everything else, and after it has ended: meanwhile it is not ready. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    @Override
    public void start() {
        Integer port = settings.port();
        if (port == null || running != null) {
            return;
        }
        LoopResources thread = LoopResources.create("probes", 1, true);
        try {
            running = new Running(server(port, thread).bindNow(), thread);
        } catch (ChannelBindException e) {
            thread.dispose();
            throw isTaken(e.getCause()) ? new PortInUseException(port, e) : e;
        }
        LOG.info("Probes are answered on port {}", port());
    }

    private static boolean isTaken(@Nullable Throwable cause) {
        return cause instanceof BindException
                || (cause instanceof Errors.NativeIoException failed && failed.expectedErr() == ADDRESS_IN_USE);
    }

    @Override
    public void stop() {
        if (running != null) {
            running.server().disposeNow();
            running.thread().dispose();
            running = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** The port that it listens on, while it runs. */
    int port() {
        if (running == null) {
            throw new IllegalStateException("probes have no port of their own");
        }
        return running.server().port();
    }

    private HttpServer server(int port, LoopResources thread) {
        return HttpServer.create()
                .port(port)
                .runOn(thread)
                .maxKeepAliveRequests(1)
                .doOnChannelInit((_, channel, _) -> endInTime(channel))
                .route(routes -> QUESTIONS.forEach(
                        question -> routes.get(HEALTH + question, (_, response) -> answer(question, response))));
    }

    private static void endInTime(Channel channel) {
        Future<?> end = channel.eventLoop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        LONGEST_CONNECTION.toSeconds(),
                        TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
    }

    private Publisher<Void> answer(String question, HttpServerResponse response) {
        return health.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, question)
                .flatMap(answer -> response.status(answer.getStatus())
                        .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                        .sendString(Mono.just(json.writeValueAsString(answer.getBody())))
                        .then());
    }
}
