package dev.metaproc.rewriter;

import java.util.List;

/**
 * A class of the JDK and what is changed in it when a program needs that.
 *
 * @param name internal name
 * @param needs what of a program's makes it needed: {@code java/util/Locale.setDefault} is a
 *     reference in a class file ({@code .*} any member, {@code *.name} a member of any class),
 *     {@code -Duser.language} a property it sets, {@code META-INF/services/…} a resource it has
 * @param why a call site or a delegate cannot do it
 */
public record JdkClass(String name, List<String> needs, String why, List<JdkPatch> patches) {
  public JdkClass {
    needs = List.copyOf(needs);
    patches = List.copyOf(patches);
  }
}
