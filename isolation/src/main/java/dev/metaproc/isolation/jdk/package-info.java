/**
 * What the redirected members of the JDK do: one hook class per theme, one static method per row of
 * the rewriter's table, all of them about the {@link dev.metaproc.isolation.jdk.JdkState} of the
 * program whose code made the call. Programs reach these methods only through their shim.
 */
@NullMarked
package dev.metaproc.isolation.jdk;

import org.jspecify.annotations.NullMarked;
