/** The C interfaces of this JVM. */
@NullMarked
package dev.metaproc.isolation.jvm;

import org.jspecify.annotations.NullMarked;
