package dev.metaproc.rewriter;

import dev.metaproc.rewriter.JdkPatch.StaticField;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of {@link JdkClassTable} for caches: what one program has put there another would find,
 * if both share the class or loader it is kept by; and soft references keep a program's classes
 * long after its end.
 */
final class JdkCaches {
  private static final String WHY = "it keeps objects and classes of programs";
  private static final String OWN = "what the program itself has put there";

  private JdkCaches() {}

  private static final String BEANS = "java/beans/";
  private static final List<String> DESCRIBES =
      List.of(
          BEANS + "Introspector.*",
          BEANS + "PropertyEditorManager.*",
          BEANS + "PropertyDescriptor.*",
          BEANS + "EventSetDescriptor.*",
          BEANS + "Statement.*",
          BEANS + "Expression.*",
          BEANS + "XMLEncoder.*",
          BEANS + "XMLDecoder.*");

  static List<JdkClass> rows() {
    String bundles = "java/util/ResourceBundle";
    String contexts = "java/beans/ThreadGroupContext";
    String types = "com/sun/beans/TypeResolver";
    return List.of(
        new JdkClass(
            bundles,
            List.of(bundles + ".getBundle"),
            WHY,
            List.of(
                cache(
                    bundles,
                    "cacheList",
                    "Ljava/util/concurrent/ConcurrentMap;",
                    12,
                    "concurrentMap"),
                cache(
                    bundles,
                    "referenceQueue",
                    "Ljava/lang/ref/ReferenceQueue;",
                    2,
                    "referenceQueue"))),
        ofBeans(
            contexts,
            cache(contexts, "contexts", "Ljava/beans/WeakIdentityMap;", 1, "beanContexts")),
        ofBeans(types, cache(types, "CACHE", "Lcom/sun/beans/WeakCache;", 3, "beanTypes")),
        soft("com/sun/beans/introspect/ClassInfo", 3, "beanClasses"),
        soft("com/sun/beans/finder/MethodFinder", 1, "beanMethods"),
        soft("com/sun/beans/finder/ConstructorFinder", 1, "beanConstructors"),
        calls());
  }

  /** It is a loader itself, whose parent is the loader of the program that comes first. */
  private static JdkClass calls() {
    String owner = "sun/reflect/misc/MethodUtil";
    List<String> needs = new ArrayList<>(DESCRIBES);
    needs.add("java/lang/management/ManagementFactory.*");
    needs.add("javax/management/MBeanServer.*");
    needs.add("javax/management/MBeanServerConnection.*");
    return JdkBackground.begun(owner, "<clinit>", "()V", needs);
  }

  private static JdkClass soft(String owner, int reads, String first) {
    return ofBeans(owner, cache(owner, "CACHE", "Lcom/sun/beans/util/Cache;", reads, first));
  }

  private static JdkClass ofBeans(String owner, JdkPatch patch) {
    return new JdkClass(owner, DESCRIBES, WHY, List.of(patch));
  }

  private static JdkPatch cache(String owner, String name, String type, int reads, String first) {
    return new StaticField(new Member(owner, name, type), reads, 0, first, OWN);
  }
}
