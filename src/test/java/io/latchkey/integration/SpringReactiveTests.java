package io.latchkey.integration;

import io.latchkey.contentserver.LatchkeyAutoConfiguration;
import io.latchkey.contentserver.LatchkeyReactiveAutoConfiguration;
import io.latchkey.contentserver.ReactiveVisit;
import io.latchkey.contentserver.Visit;
import io.latchkey.token.TokenTable;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A reactive content server with the Spring filter, on a real Netty. */
class SpringReactiveTests extends VerifierContract {

    @Override
    RunningServer start(Setting setting, Path folder) {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) {
        var context = new AnnotationConfigReactiveWebApplicationContext();
        SpringSettings.of(setting).applyTo(context);
        context.register(LatchkeyAutoConfiguration.class, LatchkeyReactiveAutoConfiguration.class, Pages.class);
        context.refresh();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow();
        return new RunningServer() {
            @Override
            public URI uri() {
                return URI.create("http://127.0.0.1:" + server.port());
            }

            @Override
            public void close() {
                server.disposeNow();
                context.close();
            }
        };
    }

    /** Not marked as a configuration: the service under test would find it by its scan. */
    @EnableWebFlux
    static class Pages {

        @Bean
        RouterFunction<ServerResponse> pages() {
            return RouterFunctions.route()
                    .route(RequestPredicates.path("/articles/{id}"), Pages::article)
                    .route(RequestPredicates.all(), _ -> page("", false))
                    .build();
        }

        private static Mono<ServerResponse> article(ServerRequest request) {
            ReactiveVisit visit =
                    (ReactiveVisit) request.attribute(Visit.ATTRIBUTE).orElseThrow();
            String id = request.pathVariable("id");
            return visit.opens(id, TokenTable.ARTICLES.getOrDefault(id, ""))
                    .flatMap(open -> page(Texts.articleAt("/articles/" + id), open));
        }

        private static Mono<ServerResponse> page(String article, boolean open) {
            return ServerResponse.ok()
                    .contentType(MediaType.TEXT_HTML)
                    .header("Cache-Control", "public, max-age=60")
                    .header("Expires", "Thu, 01 Jan 2037 00:00:00 GMT")
                    .bodyValue(Texts.page(article, open));
        }
    }
}
