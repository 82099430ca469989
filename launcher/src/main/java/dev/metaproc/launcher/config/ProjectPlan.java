package dev.metaproc.launcher.config;

import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The difference between a project as written and its programs as they are.
 *
 * @param wanted every program there is to be, services in their order
 * @param superfluous programs of the project that are no longer in the file, or were changed there;
 *     each after those it depends on
 */
public record ProjectPlan(List<Wanted> wanted, List<HostedProgram> superfluous) {
  /** One program there is to be, and the unchanged one there is already. */
  public record Wanted(Service service, ProgramSpec spec, Optional<HostedProgram> existing) {}

  /**
   * Compares.
   *
   * @param environment the client's, to which services add their own
   */
  public static ProjectPlan of(Project project, Host host, Map<String, String> environment) {
    Map<String, HostedProgram> existing = new LinkedHashMap<>();
    for (HostedProgram program : programs(project, host)) {
      existing.put(program.name(), program);
    }
    List<Wanted> wanted = new ArrayList<>();
    for (Service service : project.services()) {
      for (ProgramSpec spec : specs(project.name(), service, environment)) {
        HostedProgram now = existing.get(spec.name());
        boolean isSame = now != null && now.spec().digest().equals(spec.digest());
        wanted.add(new Wanted(service, spec, Optional.ofNullable(isSame ? now : null)));
        if (isSame) {
          existing.remove(spec.name());
        }
      }
    }
    return new ProjectPlan(wanted, List.copyOf(existing.values()));
  }

  /**
   * The programs there are of a project, each after those it depends on; those that are no longer
   * in the file come last, so that they are stopped first.
   */
  public static List<HostedProgram> programs(Project project, Host host) {
    List<String> order = project.services().stream().map(Service::name).toList();
    return host.programs().stream()
        .filter(program -> project.name().equals(program.spec().project()))
        .sorted(Comparator.comparingInt(program -> position(program, order)))
        .toList();
  }

  private static int position(HostedProgram program, List<String> order) {
    int index = order.indexOf(program.spec().name().replaceFirst("\\.\\d+$", ""));
    return index < 0 ? order.size() : index;
  }

  private static List<ProgramSpec> specs(
      String project, Service service, Map<String, String> environment) {
    Integer replicas = service.replicas();
    if (replicas == null) {
      return List.of(spec(service.name(), project, service, environment));
    }
    List<ProgramSpec> specs = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      Map<String, String> own = new HashMap<>(environment);
      own.put("METAPROC_REPLICA", "" + i);
      specs.add(spec(service.name() + "." + i, project, service, own));
    }
    return specs;
  }

  private static ProgramSpec spec(
      String name, String project, Service service, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(service.environment());
    all.put("PWD", service.directory());
    return new ProgramSpec(
        name,
        service.command(),
        service.directory(),
        all,
        service.restart(),
        service.stopTimeout(),
        service.hasInput(),
        false,
        false,
        service.limits(),
        service.ready(),
        service.debug(),
        project,
        digest(service));
  }

  /** Of what the file says, and not of the client's environment. */
  private static String digest(Service service) {
    Service one =
        new Service(
            service.name(),
            service.command(),
            service.environment(),
            service.directory(),
            service.restart(),
            service.stopTimeout(),
            service.hasInput(),
            service.limits(),
            service.ready(),
            service.debug(),
            List.of(),
            null); // another number of replicas, or another order, changes none of them
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(Json.line(one).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** How long the longest name is of the programs of these services. */
  public int widthOfNames(Set<String> services) {
    return wanted.stream()
        .filter(each -> services.contains(each.service().name()))
        .mapToInt(each -> each.spec().name().length())
        .max()
        .orElse(0);
  }

  /** The programs of a service. */
  public List<ProgramSpec> specsOf(String service) {
    return wanted.stream()
        .filter(each -> Objects.equals(each.service().name(), service))
        .map(Wanted::spec)
        .toList();
  }
}
