package io.latchkey.notice;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class NoticeColumns {

    @Bean
    static ConverterAware noticeStatuses() {
        return ConverterBuilder.reading(String.class, NoticeStatus.class, NoticeStatus::parse)
                .andWriting(NoticeStatus::word);
    }
}
