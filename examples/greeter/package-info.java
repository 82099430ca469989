/** A small service over HTTP: {@link greeter.Greeter}. */
package greeter;
