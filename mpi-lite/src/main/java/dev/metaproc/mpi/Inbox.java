package dev.metaproc.mpi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where senders leave messages for one rank: a lock-free stack that the receiver takes as a whole
 * and turns round, so that messages of one sender keep their order.
 *
 * <p>The head is alone in its cache line: senders write it, and what the receiver writes while it
 * matches must not slow them down. HotSpot orders fields within a class, not across superclasses.
 */
final class Inbox extends InboxHead {
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(InboxHead.class, "head", Message.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  long q1;
  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;

  boolean isEmpty() {
    return head == null;
  }

  void push(Message message) {
    Message seen;
    do {
      seen = head;
      message.next = seen;
    } while (!HEAD.compareAndSet(this, seen, message));
  }

  /** Everything pushed so far, oldest first, chained by {@code next}. */
  @Nullable Message takeAll() {
    Message newest = (Message) HEAD.getAndSet(this, (Message) null);
    Message oldest = null;
    while (newest != null) {
      Message older = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }
}

class InboxPadding {
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class InboxHead extends InboxPadding {
  volatile @Nullable Message head;
}
