package dev.metaproc.rewriter;

import dev.metaproc.rewriter.JdkPatch.StaticField;
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
        soft("com/sun/beans/finder/ConstructorFinder", 1, "beanConstructors"));
  }

  private static JdkClass soft(String owner, int reads, String first) {
    return ofBeans(owner, cache(owner, "CACHE", "Lcom/sun/beans/util/Cache;", reads, first));
  }

  private static JdkClass ofBeans(String owner, JdkPatch patch) {
    String beans = "java/beans/";
    return new JdkClass(
        owner,
        List.of(
            beans + "Introspector.*",
            beans + "PropertyEditorManager.*",
            beans + "PropertyDescriptor.*",
            beans + "EventSetDescriptor.*",
            beans + "Statement.*",
            beans + "Expression.*",
            beans + "XMLEncoder.*",
            beans + "XMLDecoder.*"),
        WHY,
        List.of(patch));
  }

  private static JdkPatch cache(String owner, String name, String type, int reads, String first) {
    return new StaticField(new Member(owner, name, type), reads, 0, first, OWN);
  }
}
