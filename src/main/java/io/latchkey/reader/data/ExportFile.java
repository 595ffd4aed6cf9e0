package io.latchkey.reader.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** What is held about a reader as one JSON document, written while it is read. */
final class ExportFile {

    private final JsonMapper json;

    ExportFile(JsonMapper json) {
        this.json = json;
    }

    /** The document: who it is, and then the lists; those of one section stand together. */
    Flux<DataBuffer> of(Object reader, List<ExportList> lists) {
        List<Flux<String>> parts = new ArrayList<>();
        parts.add(Flux.just("{\"reader\":" + json.writeValueAsString(reader)));
        ExportList before = null;
        for (ExportList list : lists) {
            boolean goesOn = before != null && before.section().equals(list.section());
            String opening =
                    goesOn ? ",\n" : end(before) + ",\n" + name(list.section()) + (list.name() == null ? "" : "{");
            String own = list.name() == null ? "" : name(list.name());
            parts.add(Flux.just(opening + own + "["));
            parts.add(items(list));
            parts.add(Flux.just("]"));
            before = list;
        }
        parts.add(Flux.just(end(before) + "}\n"));
        return Flux.concat(parts).map(ExportFile::bytes);
    }

    private Flux<String> items(ExportList list) {
        return list.pages()
                .filter(page -> !page.isEmpty())
                .index((number, page) -> (number == 0 ? "\n" : ",\n") + items(page));
    }

    private String items(List<?> page) {
        return page.stream().map(json::writeValueAsString).collect(Collectors.joining(",\n"));
    }

    private String name(String member) {
        return json.writeValueAsString(member) + ":";
    }

    private static String end(@Nullable ExportList section) {
        return section == null || section.name() == null ? "" : "}";
    }

    private static DataBuffer bytes(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
