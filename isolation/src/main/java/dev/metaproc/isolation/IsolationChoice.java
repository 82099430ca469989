package dev.metaproc.isolation;

/**
 * How one program is kept apart, and why so.
 *
 * @param mode never {@link Isolation#AUTO}
 * @param reason one line, empty where it is as was asked for
 */
record IsolationChoice(Isolation mode, String reason) {
  static IsolationChoice of(ProgramBuilder from, Image image) {
    return switch (from.isolation) {
      case LOADER -> new IsolationChoice(Isolation.LOADER, "");
      case SHARED -> sharedUnlessVetoed(image);
      case AUTO ->
          from.instances > 1 || image.hasRun()
              ? sharedUnlessVetoed(image)
              : new IsolationChoice(Isolation.LOADER, "nothing else runs from these classes");
    };
  }

  private static IsolationChoice sharedUnlessVetoed(Image image) {
    return image
        .veto()
        .map(veto -> new IsolationChoice(Isolation.LOADER, veto))
        .orElseGet(() -> new IsolationChoice(Isolation.SHARED, ""));
  }
}
