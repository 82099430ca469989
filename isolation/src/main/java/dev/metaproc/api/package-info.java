/**
 * What a hosted program may see of its host. Start at {@link dev.metaproc.api.ServiceContext}.
 * These classes are shared by all programs; everything else of the host is invisible to them.
 */
@NullMarked
package dev.metaproc.api;

import org.jspecify.annotations.NullMarked;
