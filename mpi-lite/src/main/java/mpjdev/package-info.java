/** Names of MPJ Express' device layer that its programs import or catch. */
@NullMarked
package mpjdev;

import org.jspecify.annotations.NullMarked;
