package io.latchkey.event;

import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Every type of fact that is told, whichever room tells it: what webhooks can ask for. */
@Component
public class EventTypes {

    private final List<FactType> all;

    EventTypes(List<Teller> tellers) {
        this.all = tellers.stream()
                .<FactType>flatMap(teller -> teller.tells().stream())
                .sorted(Comparator.comparing(FactType::type))
                .toList();
    }

    /** All of them, in the order of the alphabet. */
    public List<FactType> all() {
        return all;
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
