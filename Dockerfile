# syntax=docker/dockerfile:1

# The server as an image: docker build -t tailrace . && docker run -p 127.0.0.1:8082:8082 -v tailrace:/data tailrace

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw --batch-mode --no-transfer-progress -pl server -am -Dmaven.test.skip=true package

# Not Alpine: the database and the network transport are native code for glibc.
FROM eclipse-temurin:25-jre-noble
RUN install --directory --mode=0750 --owner=10001 --group=10001 /data
COPY --from=build /build/server/target/tailrace.jar /opt/tailrace/
COPY --from=build /build/server/target/lib /opt/tailrace/lib
USER 10001:10001
VOLUME /data
EXPOSE 8082
# The image has no curl, and a JVM is too slow a thing to start every few seconds.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8082 && printf 'GET /ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENV JDK_JAVA_OPTIONS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx640m -XX:+UseG1GC -XX:G1PeriodicGCInterval=15000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "-jar", "/opt/tailrace/tailrace.jar"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8082", "--data", "/data"]
