// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cqskernel.explorer.Options;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Defines the classes of one exploration anew, with scheduling points in those to be explored.
 *
 * <p>All classes except those of the JDK and of the explorer itself are defined here, so that a
 * scenario, the code that it exercises and helpers in the same package share one run-time package.
 * They are taken from the directory of patched classes first, then from the parent.
 */
public final class InstrumentingLoader extends ClassLoader {
  private static final String COPY = "explored.";

  static {
    registerAsParallelCapable();
  }

  private final List<String> prefixes;
  private final List<String> jdkClasses;
  private final Path first;
  private final String source;
  private final boolean recording;
  private final Sites sites = new Sites();
  private final Fields fields = new Fields(this);
  private final Calls calls = new Calls();
  private final Collection<Class<?>> defined = new ConcurrentLinkedQueue<>();

  /**
   * @param source the scenario source; it is defined here, but not instrumented by a prefix that
   *     does not reach beyond its name
   * @param recording whether the classes also report the values that they read and write, which
   *     costs time and is wanted only when one execution is drawn
   */
  public InstrumentingLoader(
      ClassLoader parent, Options options, String source, boolean recording) {
    super(parent);
    this.prefixes = options.instrumented();
    this.jdkClasses = options.jdkClasses();
    this.first = options.classes();
    this.source = source;
    this.recording = recording;
    setDefaultAssertionStatus(true);
  }

  public Sites sites() {
    return sites;
  }

  public Fields fields() {
    return fields;
  }

  /** The calls whose accesses are not seen. */
  public Calls calls() {
    return calls;
  }

  /** The classes defined so far. */
  public Collection<Class<?>> defined() {
    return defined;
  }

  boolean recording() {
    return recording;
  }

  /** {@code Outer.Inner} from a binary or an internal name. */
  static String simpleName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1)
        .replace('$', '.');
  }

  /** Whether accesses in this class are explored. The longest matching prefix decides. */
  public boolean isInstrumented(String name) {
    if (name.startsWith(COPY)) {
      return true;
    }
    int longest = -1;
    for (String prefix : prefixes) {
      if (name.startsWith(prefix) && !splitsName(name, prefix)) {
        longest = Math.max(longest, prefix.length());
      }
    }
    boolean ofSource = name.equals(source) || name.startsWith(source + "$");
    return longest >= 0 && (!ofSource || longest > source.length());
  }

  /** Whether a prefix that is a class name ends in the middle of a longer identifier. */
  private static boolean splitsName(String name, String prefix) {
    return name.length() > prefix.length()
        && !prefix.endsWith(".")
        && !prefix.endsWith("$")
        && Character.isJavaIdentifierPart(name.charAt(prefix.length()))
        && name.charAt(prefix.length()) != '$';
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> c = findLoadedClass(name);
      if (c == null) {
        c = belongsToParent(name) ? getParent().loadClass(name) : define(name);
      }
      if (resolve) {
        resolveClass(c);
      }
      return c;
    }
  }

  private boolean belongsToParent(String name) throws ClassNotFoundException {
    if (name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.")) {
      return true;
    }
    if (name.equals(source) || name.startsWith(source + "$") || isInstrumented(name)) {
      return false;
    }
    if (!name.startsWith("org.cqskernel.explorer.")
        && !name.startsWith("org.cqskernel.conformance.")) {
      return false;
    }
    if (name.startsWith("org.cqskernel.explorer.engine.")
        || name.startsWith("org.cqskernel.explorer.instrument.")) {
      return true;
    }
    if (name.startsWith("org.cqskernel.explorer.scenarios.")) {
      return false;
    }
    // The explorer's own classes, in contrast to scenarios that share its package.
    var own = InstrumentingLoader.class.getProtectionDomain().getCodeSource();
    var other = getParent().loadClass(name).getProtectionDomain().getCodeSource();
    return own == null || other == null || own.getLocation().equals(other.getLocation());
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    if (bytes == null) {
      return getParent().loadClass(name);
    }
    bytes = Instrumenter.instrument(bytes, this, isInstrumented(name));
    Class<?> c = defineClass(name, bytes, 0, bytes.length);
    defined.add(c);
    return c;
  }

  /** The class file before instrumentation, after renaming; null when there is none. */
  byte[] bytes(String name) {
    boolean copy = name.startsWith(COPY);
    String path = (copy ? name.substring(COPY.length()) : name).replace('.', '/') + ".class";
    try (InputStream in = open(path, copy)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      return jdkClasses.isEmpty() ? bytes : renamed(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read class " + name, e);
    }
  }

  private InputStream open(String path, boolean jdk) throws IOException {
    if (first != null && Files.isRegularFile(first.resolve(path))) {
      return Files.newInputStream(first.resolve(path));
    }
    return jdk
        ? Object.class.getResourceAsStream("/" + path)
        : getParent().getResourceAsStream(path);
  }

  private byte[] renamed(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassRemapper(
            writer,
            new Remapper(Opcodes.ASM9) {
              @Override
              public String map(String internalName) {
                return isCopied(internalName)
                    ? COPY.replace(".", "/") + internalName
                    : internalName;
              }
            }),
        0);
    return writer.toByteArray();
  }

  private boolean isCopied(String internalName) {
    if (!internalName.startsWith("java/")) {
      return false;
    }
    String name = internalName.replace('/', '.');
    return jdkClasses.stream().anyMatch(c -> name.equals(c) || name.startsWith(c + "$"));
  }

  @Override
  public URL getResource(String name) {
    return getParent().getResource(name);
  }
}
