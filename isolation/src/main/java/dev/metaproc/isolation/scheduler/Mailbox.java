package dev.metaproc.isolation.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The errands that other threads leave for a carrier: a lock-free stack, taken as a whole. */
final class Mailbox extends MailboxHead {
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(MailboxHead.class, "head", Errand.class);
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

  void push(Errand errand) {
    Errand seen;
    do {
      seen = head;
      errand.next = seen;
    } while (!HEAD.compareAndSet(this, seen, errand));
  }

  /** Runs what was left here, oldest first; false if that was nothing. */
  boolean runAll() {
    if (head == null) {
      return false;
    }
    Errand newest = (Errand) HEAD.getAndSet(this, (Errand) null);
    Errand oldest = null;
    while (newest != null) {
      Errand older = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = older;
    }
    while (oldest != null) {
      Errand following = oldest.next;
      oldest.perform();
      oldest = following;
    }
    return true;
  }
}

class MailboxPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class MailboxHead extends MailboxPadding {
  volatile @Nullable Errand head;
}
