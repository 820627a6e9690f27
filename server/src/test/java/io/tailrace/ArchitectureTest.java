package io.tailrace;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rooms of the server and the arrows between them, as docs/ARCHITECTURE.md draws them.
 *
 * <p>A rule that fails here names the class and the line that crossed a wall. Move the code to the room that owns the
 * noun, or let the lower room declare an interface; widening a rule is a change of the design.
 */
@AnalyzeClasses(packages = "io.tailrace", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    /** The words that say where leftovers are put instead of what a thing is. */
    private static final String LEFTOVERS = "(?i)(utils?|commons?|helpers?|managers?|impl|dtos?)";

    /** Each room, and the rooms that it may use. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("fault", Set.of()),
            entry("entry", Set.of()),
            entry("filter", Set.of("entry", "fault")),
            entry("log", Set.of("entry", "filter", "fault")),
            entry("archive", Set.of("log", "filter", "entry", "fault")),
            entry("stream", Set.of("log", "filter", "entry", "fault")),
            entry("http", Set.of("entry", "filter", "log", "archive", "stream", "fault")),
            entry("cli", Set.of("entry", "filter", "log", "archive", "stream", "http", "fault")));

    @ArchTest
    static void arrowsRunOneWay(JavaClasses classes) {
        ROOMS.forEach((room, mayUse) -> noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOMS.keySet().stream()
                        .filter(other -> !other.equals(room) && !mayUse.contains(other))
                        .map(ArchitectureTest::packageOf)
                        .toArray(String[]::new))
                .as("room " + room + " may use " + mayUse + " and no other room")
                .check(classes));
    }

    @ArchTest
    static final ArchRule everyClassIsInARoom = classes()
            .should()
            .resideInAnyPackage(
                    ROOMS.keySet().stream().map(ArchitectureTest::packageOf).toArray(String[]::new));

    @ArchTest
    static final ArchRule roomsAreFreeOfCycles =
            slices().matching("io.tailrace.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsSockets = noClasses()
            .that()
            .resideOutsideOfPackages("io.tailrace.http..", "io.tailrace.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.core.net..", "io.vertx.ext..", "io.netty.channel..");

    @ArchTest
    static final ArchRule onlyTheArchiveKnowsTheDatabase = noClasses()
            .that()
            .resideOutsideOfPackages("io.tailrace.archive..", "io.tailrace.cli.parquet..")
            .should()
            .dependOnClassesThat(resideInAPackage("java.sql..").or(resideInAPackage("org.duckdb..")));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching("io\\.tailrace\\.(.*\\.)?" + LEFTOVERS + "\\..*")
            .orShould()
            .haveNameMatching(".*(Utils?|Commons?|Helpers?|Managers?|Impl|Dtos?|DTO)");

    /** Rooms, and rooms within rooms, whose classes use each other in one direction only. */
    private static final List<String> ROOMS_WITHOUT_CIRCLES = List.of(
            "fault",
            "entry",
            "filter",
            "log",
            "archive",
            "stream",
            "http",
            "http.access",
            "http.answer",
            "http.ingest",
            "http.ops",
            "http.page",
            "http.query",
            "http.tail",
            "cli",
            "cli.client",
            "cli.demo",
            "cli.history",
            "cli.parquet",
            "cli.send",
            "cli.serve",
            "cli.shell",
            "cli.show",
            "cli.tail");

    @ArchTest
    static void theClassesOfARoomUseEachOtherInOneDirection(JavaClasses classes) {
        for (String room : ROOMS_WITHOUT_CIRCLES) {
            slices().assignedFrom(new ClassesOf("io.tailrace." + room))
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(false)
                    .as("the classes of room " + room + " use each other in one direction only")
                    .check(classes);
        }
    }

    /** Each class of a package is a part, with what is nested in it. */
    private record ClassesOf(String room) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().equals(room)
                    ? SliceIdentifier.of(outermost(type).getSimpleName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the classes of " + room;
        }

        private static JavaClass outermost(JavaClass type) {
            return type.getEnclosingClass().map(ClassesOf::outermost).orElse(type);
        }
    }

    @ArchTest
    static final ArchRule onlyTheTailKnowsFraming = noClasses()
            .that()
            .resideOutsideOfPackages("io.tailrace.http.tail..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty.handler.codec.http.websocketx..")
                    .or(JavaClass.Predicates.assignableTo("io.vertx.core.http.ServerWebSocket")))
            .orShould()
            .haveNameMatching(".*\\w(Framings?|Frames)");

    private static String packageOf(String room) {
        return "io.tailrace." + room + "..";
    }
}
