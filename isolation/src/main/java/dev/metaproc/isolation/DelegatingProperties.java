package dev.metaproc.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM's system properties are while a host is open: for code of the JDK that reads them,
 * such as the look-up of a JAXP factory, the properties of the program the thread belongs to; for
 * the host's own threads those that were there before.
 */
@SuppressWarnings({
  "UnsynchronizedOverridesSynchronized",
  "JdkObsolete",
  "PreferCharsetOverload"
}) // the target synchronises
final class DelegatingProperties extends Properties {
  private static final long serialVersionUID = 1;

  private final transient Properties host;

  DelegatingProperties(Properties host) {
    this.host = host;
  }

  Properties host() {
    return host;
  }

  private Properties target() {
    Program program = host == null ? null : CurrentProgram.get(); // null in the constructor
    return program == null ? host : program.state().properties();
  }

  @Override
  public @Nullable Object setProperty(String key, String value) {
    return target().setProperty(key, value);
  }

  @Override
  public void load(Reader reader) throws IOException {
    target().load(reader);
  }

  @Override
  public void load(InputStream in) throws IOException {
    target().load(in);
  }

  @Override
  public void store(Writer writer, String comments) throws IOException {
    target().store(writer, comments);
  }

  @Override
  public void store(OutputStream out, String comments) throws IOException {
    target().store(out, comments);
  }

  @Override
  public void loadFromXML(InputStream in) throws IOException {
    target().loadFromXML(in);
  }

  @Override
  public void storeToXML(OutputStream out, String comment) throws IOException {
    target().storeToXML(out, comment);
  }

  @Override
  public void storeToXML(OutputStream out, String comment, String encoding) throws IOException {
    target().storeToXML(out, comment, encoding);
  }

  @Override
  public void storeToXML(OutputStream out, String comment, Charset charset) throws IOException {
    target().storeToXML(out, comment, charset);
  }

  @Override
  public @Nullable String getProperty(String key) {
    return target().getProperty(key);
  }

  @Override
  public @Nullable String getProperty(String key, @Nullable String fallback) {
    return target().getProperty(key, fallback);
  }

  @Override
  public Enumeration<?> propertyNames() {
    return target().propertyNames();
  }

  @Override
  public Set<String> stringPropertyNames() {
    return target().stringPropertyNames();
  }

  @Override
  public void list(PrintStream out) {
    target().list(out);
  }

  @Override
  public void list(PrintWriter out) {
    target().list(out);
  }

  @Override
  public int size() {
    return target().size();
  }

  @Override
  public boolean isEmpty() {
    return target().isEmpty();
  }

  @Override
  public Enumeration<Object> keys() {
    return target().keys();
  }

  @Override
  public Enumeration<Object> elements() {
    return target().elements();
  }

  @Override
  public boolean contains(Object value) {
    return target().containsValue(value);
  }

  @Override
  public boolean containsValue(Object value) {
    return target().containsValue(value);
  }

  @Override
  public boolean containsKey(Object key) {
    return target().containsKey(key);
  }

  @Override
  public @Nullable Object get(Object key) {
    return target().get(key);
  }

  @Override
  public @Nullable Object put(Object key, Object value) {
    return target().put(key, value);
  }

  @Override
  public @Nullable Object remove(Object key) {
    return target().remove(key);
  }

  @Override
  public void putAll(Map<?, ?> entries) {
    target().putAll(entries);
  }

  @Override
  public void clear() {
    target().clear();
  }

  @Override
  public String toString() {
    return target().toString();
  }

  @Override
  public Set<Object> keySet() {
    return target().keySet();
  }

  @Override
  public Collection<Object> values() {
    return target().values();
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return target().entrySet();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return target().equals(other);
  }

  @Override
  public int hashCode() {
    return target().hashCode();
  }

  @Override
  public @Nullable Object getOrDefault(Object key, @Nullable Object fallback) {
    return target().getOrDefault(key, fallback);
  }

  @Override
  public void forEach(BiConsumer<? super Object, ? super Object> action) {
    target().forEach(action);
  }

  @Override
  public void replaceAll(BiFunction<? super Object, ? super Object, ?> function) {
    target().replaceAll(function);
  }

  @Override
  public @Nullable Object putIfAbsent(Object key, Object value) {
    return target().putIfAbsent(key, value);
  }

  @Override
  public boolean remove(Object key, Object value) {
    return target().remove(key, value);
  }

  @Override
  public boolean replace(Object key, Object from, Object to) {
    return target().replace(key, from, to);
  }

  @Override
  public @Nullable Object replace(Object key, Object value) {
    return target().replace(key, value);
  }

  @Override
  public @Nullable Object computeIfAbsent(Object key, Function<? super Object, ?> function) {
    return target().computeIfAbsent(key, function);
  }

  @Override
  public @Nullable Object computeIfPresent(
      Object key, BiFunction<? super Object, ? super Object, ?> function) {
    return target().computeIfPresent(key, function);
  }

  @Override
  public @Nullable Object compute(
      Object key, BiFunction<? super Object, ? super Object, ?> function) {
    return target().compute(key, function);
  }

  @Override
  public @Nullable Object merge(
      Object key, Object value, BiFunction<? super Object, ? super Object, ?> function) {
    return target().merge(key, value, function);
  }

  @Override
  public Object clone() {
    return target().clone();
  }

  @Override
  @Deprecated
  public void save(OutputStream out, String comments) {
    target().save(out, comments);
  }
}
