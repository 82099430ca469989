/** Programs in a JVM of one's own: {@link embed.Embed}. */
package embed;
