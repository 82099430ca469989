package dev.metaproc.mpi;

/** What a receive or probe asks for; source and tag may be wildcards. */
record Pattern(Context context, int source, int tag) {
  boolean accepts(Message message) {
    return message.context == context.id()
        && (source == message.source || source == Wildcards.ANY_SOURCE)
        && (tag == message.tag || tag == Wildcards.ANY_TAG);
  }

  String describe() {
    return "(source="
        + Wildcards.source(source)
        + ", tag="
        + Wildcards.tag(tag)
        + ", "
        + context.name()
        + ")";
  }
}
