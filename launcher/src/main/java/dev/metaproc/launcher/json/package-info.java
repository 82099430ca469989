/** JSON as this program writes it: {@link dev.metaproc.launcher.json.Json}. */
@NullMarked
package dev.metaproc.launcher.json;

import org.jspecify.annotations.NullMarked;
