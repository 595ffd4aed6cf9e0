package io.latchkey.testing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Event loops of each service's own: the global ones are disposed of with the first service that
 * closes, and would take the others in this process along.
 */
@Configuration(proxyBeanMethods = false)
class OwnEventLoops {

    @Bean
    ReactorResourceFactory eventLoops() {
        ReactorResourceFactory own = new ReactorResourceFactory();
        own.setUseGlobalResources(false);
        return own;
    }
}
