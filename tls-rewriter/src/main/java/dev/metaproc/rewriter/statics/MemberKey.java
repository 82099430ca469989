package dev.metaproc.rewriter.statics;

/** A field or method within its class: name and descriptor. */
record MemberKey(String name, String descriptor) {}
