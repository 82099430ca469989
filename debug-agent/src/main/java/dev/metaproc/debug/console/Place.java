package dev.metaproc.debug.console;

/**
 * Where in a program, by name: {@code Class:line} or {@code Class.method}.
 *
 * @param line 0 for a method
 * @param method empty for a line
 */
record Place(String type, int line, String method) {
  static Place parse(String text) {
    int colon = text.lastIndexOf(':');
    int dot = text.lastIndexOf('.');
    if (colon > 0 && text.substring(colon + 1).matches("[1-9]\\d{0,6}")) {
      return new Place(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), "");
    }
    if (colon < 0 && dot > 0 && dot < text.length() - 1) {
      return new Place(text.substring(0, dot), 0, text.substring(dot + 1));
    }
    throw new CommandFailedException(
        "'" + text + "' is no place: it must be Class:line or Class.method");
  }

  boolean isLine() {
    return line > 0;
  }

  @Override
  public String toString() {
    return isLine() ? type + ":" + line : type + "." + method;
  }
}
