package io.latchkey.limit;

import io.github.bucket4j.TimeMeter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What minutes are measured by: no clock that somebody could set. */
@Configuration(proxyBeanMethods = false)
class LimitTime {

    @Bean
    TimeMeter elapsedTime() {
        return TimeMeter.SYSTEM_NANOTIME;
    }
}
