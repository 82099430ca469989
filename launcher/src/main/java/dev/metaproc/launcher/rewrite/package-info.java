/** {@code metaproc rewrite}: shows what shared mode does to the classes of a class path. */
@NullMarked
package dev.metaproc.launcher.rewrite;

import org.jspecify.annotations.NullMarked;
