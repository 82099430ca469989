package dev.metaproc.isolation;

/**
 * What a main thread runs.
 *
 * @param <X> what it throws: seen as another type, a caller need not catch what it does throw
 */
interface MainBody<X extends Throwable> {
  void invokeMain() throws X;
}
