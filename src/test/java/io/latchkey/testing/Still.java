package io.latchkey.testing;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * A service that does nothing by itself: what happens is what the test calls. Not marked as a
 * configuration: the scan would find it.
 */
public class Still {

    @Bean
    static BeanDefinitionRegistryPostProcessor withoutSchedule() {
        return beans ->
                beans.removeBeanDefinition(
                        TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
    }
}
