package dev.metaproc.benchmarks.shared;

/** A small program of fifty classes, each with a static of its own that every rank initialises. */
public final class FiftyClasses {
  private FiftyClasses() {}

  public static void main(String[] arguments) {
    if (sum() != 1274) {
      throw new IllegalStateException("statics are not this rank's own");
    }
  }

  private static int sum() {
    return C1.use() + C2.use() + C3.use() + C4.use() + C5.use() + C6.use() + C7.use() + C8.use()
        + C9.use() + C10.use() + C11.use() + C12.use() + C13.use() + C14.use() + C15.use()
        + C16.use() + C17.use() + C18.use() + C19.use() + C20.use() + C21.use() + C22.use()
        + C23.use() + C24.use() + C25.use() + C26.use() + C27.use() + C28.use() + C29.use()
        + C30.use() + C31.use() + C32.use() + C33.use() + C34.use() + C35.use() + C36.use()
        + C37.use() + C38.use() + C39.use() + C40.use() + C41.use() + C42.use() + C43.use()
        + C44.use() + C45.use() + C46.use() + C47.use() + C48.use() + C49.use();
  }

  private static final class C1 {
    static int uses = Integer.getInteger("start", 1);

    static int use() {
      return ++uses;
    }
  }

  private static final class C2 {
    static int uses = Integer.getInteger("start", 2);

    static int use() {
      return ++uses;
    }
  }

  private static final class C3 {
    static int uses = Integer.getInteger("start", 3);

    static int use() {
      return ++uses;
    }
  }

  private static final class C4 {
    static int uses = Integer.getInteger("start", 4);

    static int use() {
      return ++uses;
    }
  }

  private static final class C5 {
    static int uses = Integer.getInteger("start", 5);

    static int use() {
      return ++uses;
    }
  }

  private static final class C6 {
    static int uses = Integer.getInteger("start", 6);

    static int use() {
      return ++uses;
    }
  }

  private static final class C7 {
    static int uses = Integer.getInteger("start", 7);

    static int use() {
      return ++uses;
    }
  }

  private static final class C8 {
    static int uses = Integer.getInteger("start", 8);

    static int use() {
      return ++uses;
    }
  }

  private static final class C9 {
    static int uses = Integer.getInteger("start", 9);

    static int use() {
      return ++uses;
    }
  }

  private static final class C10 {
    static int uses = Integer.getInteger("start", 10);

    static int use() {
      return ++uses;
    }
  }

  private static final class C11 {
    static int uses = Integer.getInteger("start", 11);

    static int use() {
      return ++uses;
    }
  }

  private static final class C12 {
    static int uses = Integer.getInteger("start", 12);

    static int use() {
      return ++uses;
    }
  }

  private static final class C13 {
    static int uses = Integer.getInteger("start", 13);

    static int use() {
      return ++uses;
    }
  }

  private static final class C14 {
    static int uses = Integer.getInteger("start", 14);

    static int use() {
      return ++uses;
    }
  }

  private static final class C15 {
    static int uses = Integer.getInteger("start", 15);

    static int use() {
      return ++uses;
    }
  }

  private static final class C16 {
    static int uses = Integer.getInteger("start", 16);

    static int use() {
      return ++uses;
    }
  }

  private static final class C17 {
    static int uses = Integer.getInteger("start", 17);

    static int use() {
      return ++uses;
    }
  }

  private static final class C18 {
    static int uses = Integer.getInteger("start", 18);

    static int use() {
      return ++uses;
    }
  }

  private static final class C19 {
    static int uses = Integer.getInteger("start", 19);

    static int use() {
      return ++uses;
    }
  }

  private static final class C20 {
    static int uses = Integer.getInteger("start", 20);

    static int use() {
      return ++uses;
    }
  }

  private static final class C21 {
    static int uses = Integer.getInteger("start", 21);

    static int use() {
      return ++uses;
    }
  }

  private static final class C22 {
    static int uses = Integer.getInteger("start", 22);

    static int use() {
      return ++uses;
    }
  }

  private static final class C23 {
    static int uses = Integer.getInteger("start", 23);

    static int use() {
      return ++uses;
    }
  }

  private static final class C24 {
    static int uses = Integer.getInteger("start", 24);

    static int use() {
      return ++uses;
    }
  }

  private static final class C25 {
    static int uses = Integer.getInteger("start", 25);

    static int use() {
      return ++uses;
    }
  }

  private static final class C26 {
    static int uses = Integer.getInteger("start", 26);

    static int use() {
      return ++uses;
    }
  }

  private static final class C27 {
    static int uses = Integer.getInteger("start", 27);

    static int use() {
      return ++uses;
    }
  }

  private static final class C28 {
    static int uses = Integer.getInteger("start", 28);

    static int use() {
      return ++uses;
    }
  }

  private static final class C29 {
    static int uses = Integer.getInteger("start", 29);

    static int use() {
      return ++uses;
    }
  }

  private static final class C30 {
    static int uses = Integer.getInteger("start", 30);

    static int use() {
      return ++uses;
    }
  }

  private static final class C31 {
    static int uses = Integer.getInteger("start", 31);

    static int use() {
      return ++uses;
    }
  }

  private static final class C32 {
    static int uses = Integer.getInteger("start", 32);

    static int use() {
      return ++uses;
    }
  }

  private static final class C33 {
    static int uses = Integer.getInteger("start", 33);

    static int use() {
      return ++uses;
    }
  }

  private static final class C34 {
    static int uses = Integer.getInteger("start", 34);

    static int use() {
      return ++uses;
    }
  }

  private static final class C35 {
    static int uses = Integer.getInteger("start", 35);

    static int use() {
      return ++uses;
    }
  }

  private static final class C36 {
    static int uses = Integer.getInteger("start", 36);

    static int use() {
      return ++uses;
    }
  }

  private static final class C37 {
    static int uses = Integer.getInteger("start", 37);

    static int use() {
      return ++uses;
    }
  }

  private static final class C38 {
    static int uses = Integer.getInteger("start", 38);

    static int use() {
      return ++uses;
    }
  }

  private static final class C39 {
    static int uses = Integer.getInteger("start", 39);

    static int use() {
      return ++uses;
    }
  }

  private static final class C40 {
    static int uses = Integer.getInteger("start", 40);

    static int use() {
      return ++uses;
    }
  }

  private static final class C41 {
    static int uses = Integer.getInteger("start", 41);

    static int use() {
      return ++uses;
    }
  }

  private static final class C42 {
    static int uses = Integer.getInteger("start", 42);

    static int use() {
      return ++uses;
    }
  }

  private static final class C43 {
    static int uses = Integer.getInteger("start", 43);

    static int use() {
      return ++uses;
    }
  }

  private static final class C44 {
    static int uses = Integer.getInteger("start", 44);

    static int use() {
      return ++uses;
    }
  }

  private static final class C45 {
    static int uses = Integer.getInteger("start", 45);

    static int use() {
      return ++uses;
    }
  }

  private static final class C46 {
    static int uses = Integer.getInteger("start", 46);

    static int use() {
      return ++uses;
    }
  }

  private static final class C47 {
    static int uses = Integer.getInteger("start", 47);

    static int use() {
      return ++uses;
    }
  }

  private static final class C48 {
    static int uses = Integer.getInteger("start", 48);

    static int use() {
      return ++uses;
    }
  }

  private static final class C49 {
    static int uses = Integer.getInteger("start", 49);

    static int use() {
      return ++uses;
    }
  }
}
