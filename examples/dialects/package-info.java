/**
 * Two programs in one job, each in its own dialect: {@link dialects.Dealer} and {@link
 * dialects.Adder}.
 */
package dialects;
