package io.latchkey.shared.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

class ProblemWriterTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProblemWriter writer =
            new ProblemWriter(new JsonMapper(), new StaticListableBeanFactory().getBeanProvider(ProblemPage.class));
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v1/me"));

    @Test
    void refusesWhenAConnectionBrokeWhoeverItWas() {
        writer.handle(exchange, AbortedException.beforeSend()).block(PATIENCE);
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    @Test
    void answersWhatNobodyExpectedWithAnIncidentAndNothingOfItsInside() {
        writer.handle(exchange, new IllegalStateException("secret")).block(PATIENCE);
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        assertThat(exchange.getResponse().getBodyAsString().block(PATIENCE))
                .contains("\"incident\"")
                .doesNotContain("secret");
    }
}
