package io.tailrace.cli.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One made-up entry, without a time: it happens when it is sent. */
record DemoEntry(
        String service,
        String level,
        String message,
        List<String> tags,
        Map<String, Object> metadata,
        Optional<Request> request) {

    /** The request of a user that entries of several services belong to. */
    record Request(long userId, String traceId, String spanId) {}

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("service", service);
        json.writeStringField("level", level);
        json.writeStringField("message", message);
        if (!tags.isEmpty()) {
            json.writeFieldName("tags");
            json.writeArray(tags.toArray(new String[0]), 0, tags.size());
        }
        json.writeObjectFieldStart("metadata");
        for (Map.Entry<String, Object> field : metadata.entrySet()) {
            switch (field.getValue()) {
                case Integer number -> json.writeNumberField(field.getKey(), number);
                case Boolean flag -> json.writeBooleanField(field.getKey(), flag);
                default ->
                    json.writeStringField(field.getKey(), field.getValue().toString());
            }
        }
        json.writeEndObject();
        if (request.isPresent()) {
            json.writeNumberField("user_id", request.get().userId());
            json.writeStringField("trace_id", request.get().traceId());
            json.writeStringField("span_id", request.get().spanId());
        }
        json.writeEndObject();
    }
}
