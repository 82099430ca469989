/**
 * A token goes round all ranks: point-to-point messages at their plainest. Run {@link ring.Ring}.
 */
package ring;
