/**
 * Four ranks in one JVM increment the "same" static field and never meet. Run {@link
 * statics.Statics}.
 */
package statics;
