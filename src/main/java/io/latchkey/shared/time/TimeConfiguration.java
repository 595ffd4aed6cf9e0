package io.latchkey.shared.time;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The wall clock, and the runs that follow it. An auto-configuration, because only those are read
 * after all other beans are known, so that another clock takes this one's place.
 */
@AutoConfiguration
class TimeConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return new Clock(InstantSource.system());
    }

    /** Off in tests, which call each run themselves: what they see then is what they did. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "latchkey.schedules", matchIfMissing = true)
    @EnableScheduling
    static class Schedules {}
}
