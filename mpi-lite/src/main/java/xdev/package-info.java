/** The root of MPJ Express' exceptions. */
@NullMarked
package xdev;

import org.jspecify.annotations.NullMarked;
