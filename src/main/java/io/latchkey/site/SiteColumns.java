package io.latchkey.site;

import io.latchkey.shared.web.WebOrigin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class SiteColumns {

    @Bean
    static ConverterAware siteIds() {
        return ConverterBuilder.reading(String.class, SiteId.class, SiteId::new).andWriting(SiteId::value);
    }

    @Bean
    static ConverterAware scopes() {
        return ConverterBuilder.reading(String.class, Scope.class, Scope::parse).andWriting(Scope::word);
    }

    @Bean
    static ConverterAware webOrigins() {
        return ConverterBuilder.reading(
                        String.class,
                        WebOrigin.class,
                        text -> WebOrigin.of(text).orElseThrow())
                .andWriting(WebOrigin::toString);
    }

    @Bean
    static ConverterAware meterLengths() {
        return ConverterBuilder.reading(String.class, MeterLength.class, MeterLength::parse)
                .andWriting(MeterLength::text);
    }

    @Bean
    static ConverterAware takingsBack() {
        return ConverterBuilder.reading(String.class, PackRefundRules.TakeBack.class, PackRefundRules.TakeBack::parse)
                .andWriting(PackRefundRules.TakeBack::word);
    }

    @Bean
    static ConverterAware repaidParts() {
        return ConverterBuilder.reading(String.class, WithdrawalRules.Repaid.class, WithdrawalRules.Repaid::parse)
                .andWriting(WithdrawalRules.Repaid::word);
    }

    @Bean
    static ConverterAware disputeCancellations() {
        return ConverterBuilder.reading(String.class, DisputeRules.Cancel.class, DisputeRules.Cancel::parse)
                .andWriting(DisputeRules.Cancel::word);
    }
}
