package dev.metaproc.launcher.config;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code metaproc.yaml}, or a {@code Procfile}, into a {@link Project}. */
public final class ProjectReader {
  /** The files looked for, in this order. */
  public static final List<String> DEFAULTS = List.of("metaproc.yaml", "metaproc.yml", "Procfile");

  static final List<String> KEYS = List.of("name", "programs");

  private final Map<String, String> environment;

  /**
   * A reader.
   *
   * @param environment where {@code ${NAME}} is looked up
   */
  public ProjectReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The file to be read.
   *
   * @param given the name a user gave; empty for one of the defaults
   * @throws LaunchException when there is none
   */
  public static Path find(Optional<String> given, Path directory) {
    if (given.isPresent()) {
      return directory.resolve(given.get());
    }
    return DEFAULTS.stream()
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                LaunchException.usage(
                    "no "
                        + String.join(", ", DEFAULTS)
                        + " in "
                        + directory
                        + ": make one, or name a file with -f"));
  }

  /**
   * Reads and checks it.
   *
   * @throws LaunchException that starts with file, line and column
   */
  public Project read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw LaunchException.usage(file + " cannot be read (" + Words.reason(e) + ")");
    }
    String shown = String.valueOf(file.getFileName());
    Path home = file.toAbsolutePath().normalize().getParent();
    Path directory = home == null ? file.toAbsolutePath() : home;
    boolean isProcfile = shown.startsWith("Procfile");
    Section root = Section.of(shown, "", new Variables(environment), root(shown, text));
    List<ServiceReader> readers = new ArrayList<>();
    if (isProcfile) {
      for (String name : root.keys()) {
        readers.add(ServiceReader.ofProcfile(name, root, directory));
      }
      return project(nameOf(directory), readers, root);
    }
    root.allowing(KEYS);
    Section programs = root.section("programs");
    for (String name : programs.keys()) {
      readers.add(ServiceReader.of(name, programs, directory));
    }
    String given = root.text("name");
    return project(given == null ? nameOf(directory) : given, readers, root);
  }

  private static String nameOf(Path directory) {
    Path last = directory.getFileName();
    return last == null ? "project" : last.toString();
  }

  private static Node root(String shown, String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(shown).setAllowDuplicateKeys(false).build();
    try {
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(() -> new Place(shown, 1, 1).wrong("the file is empty: it needs programs"));
    } catch (MarkedYamlEngineException e) {
      Place place =
          e.getProblemMark().map(mark -> Place.of(shown, mark)).orElse(new Place(shown, 1, 1));
      throw place.wrong(e.getProblem());
    } catch (YamlEngineException e) {
      throw new Place(shown, 1, 1).wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Project project(String name, List<ServiceReader> readers, Section root) {
    return new Project(name, new DependencyOrder(readers).services(), root.origins());
  }
}
