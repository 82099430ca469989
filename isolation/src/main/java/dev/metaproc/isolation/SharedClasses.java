package dev.metaproc.isolation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The classes of an image in the form that programs can share. Thread-safe. */
final class SharedClasses {
  private final Image image;

  SharedClasses(Image image) {
    this.image = image;
  }

  Image.@Nullable ImageClass find(String name) throws IOException {
    return image.find(name);
  }

  Image.ImageClass copyOf(String name, ClassLoader from) throws IOException {
    return image.copyOf(name, from);
  }
}
