package io.latchkey.event;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Every type of fact, whichever room tells it, and which of them webhooks can ask for. */
@Component
public class EventTypes {

    private final List<FactType> all;
    private final List<FactType> inner;

    EventTypes(List<Teller> tellers) {
        Map<Boolean, List<FactType>> byInner = tellers.stream()
                .<FactType>flatMap(teller -> teller.tells().stream())
                .sorted(Comparator.comparing(FactType::type))
                .collect(Collectors.partitioningBy(FactType::inner));
        this.all = List.copyOf(byInner.getOrDefault(false, List.of()));
        this.inner = List.copyOf(byInner.getOrDefault(true, List.of()));
    }

    /** Those that webhooks are told, in the order of the alphabet. */
    public List<FactType> all() {
        return all;
    }

    /** Those that are nobody else's, in the order of the alphabet. */
    List<FactType> inner() {
        return inner;
    }

    /** Whether facts can be asked for by this: a type, or all of a kind as {@code payment.*}. */
    public boolean include(String wanted) {
        return all.stream()
                .map(FactType::type)
                .anyMatch(type -> type.equals(wanted) || kind(type).equals(wanted));
    }

    private static String kind(String type) {
        return type.substring(0, type.indexOf('.')) + ".*";
    }
}
