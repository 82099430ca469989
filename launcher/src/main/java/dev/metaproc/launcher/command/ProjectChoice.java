package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.words.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which services of a project a user means. */
record ProjectChoice(Project project) {
  /** All, or those named with all they depend on. */
  Set<String> closure(List<String> named) {
    Set<String> chosen = new LinkedHashSet<>();
    if (named.isEmpty()) {
      project.services().forEach(each -> chosen.add(each.name()));
    }
    named.forEach(name -> add(name, chosen));
    return chosen;
  }

  private void add(String name, Set<String> chosen) {
    if (chosen.add(name)) {
      for (Dependency each : service(name).dependsOn()) {
        add(each.service(), chosen);
      }
    }
  }

  private Service service(String name) {
    return project.services().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = project.services().stream().map(Service::name).toList();
              String cure =
                  Nearest.of(name, names)
                      .map(near -> "did you mean " + near + "?")
                      .orElse("there are " + String.join(", ", names));
              return LaunchException.usage(
                  "no program of the file is called " + name + ": " + cure);
            });
  }
}
