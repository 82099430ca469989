/** Says hello, and how often this copy of the class has: {@link hello.Hello}. */
package hello;
