package dev.metaproc.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.metaproc.launcher.config.Project.Condition;
import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.exit.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectReaderTest {
  @TempDir Path dir;

  private Project read(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("metaproc.yaml"), text);
    return new ProjectReader(Map.of("PORT", "8080", "EMPTY", "")).read(file);
  }

  private Service service(String lines) throws IOException {
    return read("programs:\n  a:\n" + lines.indent(4)).services().getFirst();
  }

  @Test
  void aFullFileIsUnderstood() throws IOException {
    Files.writeString(dir.resolve(".env"), "# comment\nFROM_FILE=\"quoted text\"\nLEVEL=low\n");
    Project project =
        read(
            """
            name: shop
            programs:
              api:
                jar: build/api.jar
                java: [-Dx=1, -ea]
                args: ["--port", "${PORT}", "$$HOME", "${NONE:-none}"]
                env: { LEVEL: debug, NUMBER: 7, EMPTY: "", THE_CLIENTS: }
                env_file: .env
                workdir: sub
                restart: on-failure:3
                restart_backoff: 500ms..1m
                stop_timeout: 1m30s
                stdin_open: true
                ready: { log: "Started in" }
                depends_on: { db: { condition: healthy }, job: { condition: completed } }
                replicas: 2
                limits: { threads: 50, cpu: 1h, allocation: 2g, time: 5m, policy: report }
              job: { command: java -cp "a b" Main x, depends_on: db }
              db:
                main: org.h2.tools.Server
                classpath: [h2.jar, lib/*]
                ready: { tcp: 9092 }
            """);
    assertThat(project.name()).isEqualTo("shop");
    assertThat(project.services()).extracting(Service::name).containsExactly("db", "job", "api");
    Service api = project.services().get(2);
    assertThat(api.command())
        .containsExactly(
            "-Dx=1", "-ea", "-jar", "build/api.jar", "--port", "8080", "$HOME", "none");
    assertThat(api.environment())
        .containsExactly(
            Map.entry("FROM_FILE", "quoted text"),
            Map.entry("LEVEL", "debug"),
            Map.entry("NUMBER", "7"),
            Map.entry("EMPTY", ""));
    assertThat(api.directory()).isEqualTo(dir.resolve("sub").toString());
    assertThat(api.restart()).hasToString("on-failure:3");
    assertThat(api.restart().first()).isEqualTo(Duration.ofMillis(500));
    assertThat(api.stopTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(api.dependsOn())
        .containsExactly(
            new Dependency("db", Condition.HEALTHY), new Dependency("job", Condition.COMPLETED));
    assertThat(api.limits().allocation()).isEqualTo(2L << 30);
    assertThat(project.services().get(1).command()).containsExactly("-cp", "a b", "Main", "x");
    assertThat(project.services().getFirst().command())
        .containsExactly("-cp", "h2.jar:lib/*", "org.h2.tools.Server");
  }

  @Test
  void withoutANameItIsTheDirectorys() throws IOException {
    assertThat(read("programs: { a: { jar: a.jar } }").name())
        .isEqualTo(String.valueOf(dir.getFileName()));
  }

  @Test
  void aProcfileIsUnderstood() throws IOException {
    Path file =
        Files.writeString(dir.resolve("Procfile"), "web: java -jar web.jar\njob: -cp x Y z\n");
    assertThat(new ProjectReader(Map.of()).read(file).services())
        .extracting(Service::command)
        .containsExactly(List.of("-jar", "web.jar"), List.of("-cp", "x", "Y", "z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "jar: a.jar¶memroy: 1 | 4:5: unknown key memroy in programs/a: the keys are jar, main,"
            + " classpath, command, java, args, env, env_file, workdir, restart, restart_backoff,"
            + " stop_timeout, stdin_open, debug, ready, depends_on, replicas, limits",
        "jar: a.jar¶replica: 1 | 4:5: unknown key replica in programs/a: did you mean replicas?",
        "jar: a.jar¶jar: b.jar | 4:5: key jar is given twice, the first time in line 3",
        "jar: a.jar¶main: B | 4:5: a program has exactly one of jar, main and command, this one"
            + " has jar and main",
        "args: [] | 3:5: a program has exactly one of jar, main and command, this one has none",
        "jar: [a] | 3:10: programs/a/jar must be a single value",
        "jar: a¶replicas: many | 4:5: programs/a/replicas is 'many', it must be a number from 1"
            + " to 10000",
        "jar: a¶stop_timeout: soon | 4:5: programs/a/stop_timeout is 'soon', it must be a length"
            + " of time (10s, 1m30s, 500ms)",
        "jar: a¶restart: daily | 4:5: restart policy 'daily' is none of no, on-failure,"
            + " on-failure:RETRIES and always",
        "jar: a¶restart_backoff: 9s..1s | 4:5: programs/a/restart_backoff is '9s..1s', it must"
            + " be FIRST..LONGEST, such as 1s..30s",
        "jar: a¶ready: { tpc: 1 } | 4:14: unknown key tpc in programs/a/ready: the keys are log,"
            + " tcp",
        "jar: a¶ready: { tcp: 99999 } | 4:14: programs/a/ready/tcp is '99999', it must be a"
            + " number from 1 to 65535",
        "command: A¶classpath: x | 4:5: programs/a/classpath goes with main: write it into command"
            + " (-cp …)",
        "command: A¶java: -ea | 4:5: programs/a/java goes with main or jar: write it into command",
        "jar: a¶limits: { time: 0s } | 4:15: programs/a/limits/time is '0s', it must be a length of"
            + " time above 0 (10s, 1m30s, 500ms)",
        "jar: a¶env: [=A] | 4:5: programs/a/env has '=A', it must be NAME=VALUE or NAME",
        "jar: ${NO} | 3:10: variable NO is not set: set it, or write ${NO:-}",
        "jar: $X | 3:10: a '$' must be ${NAME}, ${NAME:-otherwise}, or $$ for itself",
        "jar: a¶depends_on: b | 4:5: a depends on b, which is no program: there is no other",
        "jar: a¶depends_on: a | 4:5: programs wait for each other: a → a",
        "jar: a¶debug: often | 4:5: programs/a/debug is 'often': 'often' must be a port from 0 to"
            + " 65535, or suspend (5005,suspend for both)",
        "jar: a¶limits: { policy: pray } | 4:15: programs/a/limits/policy is 'pray', it must be"
            + " stop or report",
      })
  void whatIsWrongIsToldWithItsPlace(String lines, String message) {
    assertThatThrownBy(() -> service(lines.replace("¶", "\n")))
        .isInstanceOf(LaunchException.class)
        .hasMessage("metaproc.yaml:" + message);
  }

  @Test
  void aCircleIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    programs:
                      a: { jar: a, depends_on: b }
                      b: { jar: b, depends_on: [c] }
                      c: { jar: c, depends_on: { a: {} } }
                    """))
        .hasMessage("metaproc.yaml:4:16: programs wait for each other: a → b → c → a");
  }

  @Test
  void brokenYamlIsToldWithItsPlace() {
    assertThatThrownBy(() -> read("programs:\n  a: [1\n"))
        .hasMessageStartingWith("metaproc.yaml:3:1: ");
    assertThatThrownBy(() -> read(""))
        .hasMessage("metaproc.yaml:1:1: the file is empty: it needs programs");
    assertThatThrownBy(() -> read("- a\n"))
        .hasMessage("metaproc.yaml:1:1: the file must be a mapping");
    assertThatThrownBy(() -> read("name: x\n"))
        .hasMessage("metaproc.yaml:1:1: /programs is missing");
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> ProjectReader.find(Optional.empty(), dir))
        .hasMessage(
            "no metaproc.yaml, metaproc.yml, Procfile in "
                + dir
                + ": make one, or name a file with -f");
  }

  @Test
  void theSchemaKnowsTheKeysThatTheReaderKnows() throws IOException {
    Path file = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("metaproc.schema.json");
    JsonObject schema = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject program = schema.getAsJsonObject("$defs").getAsJsonObject("program");
    assertThat(properties(schema)).containsExactlyElementsOf(ProjectReader.KEYS);
    assertThat(properties(program)).containsExactlyElementsOf(ServiceReader.KEYS);
    JsonObject keys = program.getAsJsonObject("properties");
    assertThat(properties(keys.getAsJsonObject("limits")))
        .containsExactlyElementsOf(ServiceReader.LIMIT_KEYS);
    assertThat(properties(keys.getAsJsonObject("ready")))
        .containsExactlyElementsOf(ServiceReader.READY_KEYS);
  }

  private static List<String> properties(JsonObject schema) {
    return List.copyOf(schema.getAsJsonObject("properties").keySet());
  }
}
