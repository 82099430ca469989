package dev.metaproc.api;

import java.util.Optional;

/**
 * One end of a bounded queue between programs, or between a program and its host: any number of
 * senders and receivers. An object of the JDK that holds nothing else, such as a text, a channel or
 * a concurrent map, is passed by reference; an object of a class of the programs' own is copied
 * into the receiver's class of that name, and must be {@link java.io.Serializable}.
 *
 * <p>Safe for use by any thread.
 *
 * @param <T> what is sent
 */
public interface Link<T> extends AutoCloseable {
  /**
   * Sends, waiting while the queue is full.
   *
   * @throws IllegalArgumentException when it can neither be passed nor copied
   * @throws IllegalStateException when the link is closed
   * @throws InterruptedException when interrupted while waiting
   */
  void send(T message) throws InterruptedException;

  /**
   * The next message, waiting for one; empty when the link is closed and all are received.
   *
   * @throws IllegalArgumentException when the receiver has no class to copy it into
   * @throws InterruptedException when interrupted while waiting
   */
  Optional<T> receive() throws InterruptedException;

  /** Nothing more is sent. What was sent can still be received. */
  @Override
  void close();
}
