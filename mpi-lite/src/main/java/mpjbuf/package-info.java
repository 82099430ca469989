/** The part of MPJ Express' buffering that programs use: {@code mpjbuf.Buffer} of Comm.Pack. */
@NullMarked
package mpjbuf;

import org.jspecify.annotations.NullMarked;
