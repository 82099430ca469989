package dev.metaproc.isolation;

import java.io.IOException;
import java.util.Optional;

/**
 * How one program is kept apart, and why so.
 *
 * @param mode never {@link Isolation#AUTO}
 * @param reason one line, empty where it is as was asked for
 */
record IsolationChoice(Isolation mode, String reason) {
  private static final String FIRST = "nothing else has run from its class path yet";

  /** Whether later programs of its class path may share its classes. */
  boolean isFirst() {
    return reason.equals(FIRST);
  }

  static IsolationChoice of(ProgramBuilder from, Image image, ApiSurface api)
      throws ProgramException {
    if (from.mainModule != null || !from.addModules.isEmpty()) {
      return new IsolationChoice(Isolation.LOADER, "its modules are a layer of its own");
    }
    if (!Agents.of(from).isEmpty()) {
      return new IsolationChoice(Isolation.LOADER, "its agents change its classes");
    }
    if (from.sharing(Share.CLASSES) != null) {
      return new IsolationChoice(Isolation.LOADER, "it shares its parent's classes");
    }
    return switch (from.isolation) {
      case LOADER -> new IsolationChoice(Isolation.LOADER, "");
      case SHARED -> sharedUnlessVetoed(image, api);
      case AUTO ->
          from.instances > 1 || image.hasRun() || image.isJudged(api)
              ? sharedUnlessVetoed(image, api)
              : new IsolationChoice(Isolation.LOADER, FIRST);
    };
  }

  private static IsolationChoice sharedUnlessVetoed(Image image, ApiSurface api)
      throws ProgramException {
    Optional<String> veto;
    try {
      veto = image.sharedClasses(api).veto();
    } catch (IOException e) {
      throw ProgramException.notRunnable(image + " cannot be read: " + e.getMessage(), e);
    }
    return veto.map(why -> new IsolationChoice(Isolation.LOADER, why))
        .orElseGet(() -> new IsolationChoice(Isolation.SHARED, ""));
  }
}
