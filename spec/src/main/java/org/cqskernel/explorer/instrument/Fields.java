// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives each field one number, whichever way it is accessed.
 *
 * <p>The number belongs to the class that <em>declares</em> the field. Therefore a volatile access,
 * a {@code VarHandle} access, an access through a subclass and a {@code VarHandle} looked up in a
 * subclass all meet at one location; with separate numbers conflicting accesses would look
 * independent and the search would skip interleavings.
 */
public final class Fields {
  /** A field as found by resolution. */
  record Field(String declaring, String name, String descriptor, int access, int key) {}

  /** The key of array elements; the index tells them apart. */
  public static final int ARRAY = -1;

  /** The key of an object that is a variable itself, such as an {@code AtomicInteger}. */
  public static final int ITSELF = -6;

  /** The key of a handle whose field is unknown: the handle itself is the base then. */
  public static final int UNKNOWN = -3;

  private record Parsed(String superName, List<Field> fields, Set<String> methods) {}

  private final InstrumentingLoader loader;
  private final Map<String, Integer> keys = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Parsed> parsed = new HashMap<>();
  private final Map<Object, Integer> handles = new IdentityHashMap<>();

  Fields(InstrumentingLoader loader) {
    this.loader = loader;
  }

  /** The name {@code Class.field} of a key. */
  public synchronized String name(int key) {
    return names.get(key);
  }

  private synchronized int key(String declaring, String name) {
    return keys.computeIfAbsent(
        declaring + "." + name,
        k -> {
          names.add(InstrumentingLoader.simpleName(declaring) + "." + name);
          return names.size() - 1;
        });
  }

  /** Resolves a field as the JVM does; null when no instrumented class declares it. */
  Field resolve(String owner, String name) {
    for (String c = owner; c != null && loader.isInstrumented(c.replace('/', '.')); ) {
      Parsed p = parse(c);
      for (Field f : p.fields) {
        if (f.name.equals(name)) {
          return f;
        }
      }
      c = p.superName;
    }
    return null;
  }

  /** The fields that {@code owner} itself declares. */
  List<Field> declared(String owner) {
    return parse(owner).fields;
  }

  /** Whether a class is {@code ThreadLocal} or extends it. */
  boolean isThreadLocal(String owner) {
    String c = owner;
    while (c != null && !c.startsWith("java/")) {
      c = c.startsWith("[") ? null : parse(c).superName;
    }
    return c != null
        && (c.equals("java/lang/ThreadLocal") || c.equals("java/lang/InheritableThreadLocal"));
  }

  private static boolean isOfJdk(String owner) {
    return owner.startsWith("java/") || owner.startsWith("jdk/") || owner.startsWith("sun/");
  }

  /**
   * The class of the JDK whose method a call means, because no class in between declares it; null
   * when there is none.
   */
  String target(String owner, String name, String descriptor) {
    String c = owner.startsWith("[") ? null : owner;
    while (c != null && !isOfJdk(c)) {
      Parsed p = parse(c);
      c = p.methods.contains(name + descriptor) ? null : p.superName;
    }
    return c;
  }

  /** Whether a field that a class of the exploration declares is volatile. */
  boolean isVolatile(String owner, String name) {
    for (String c = owner; c != null && !isOfJdk(c); c = parse(c).superName) {
      for (Field f : parse(c).fields) {
        if (f.name.equals(name)) {
          return (f.access & Opcodes.ACC_VOLATILE) != 0;
        }
      }
    }
    return false;
  }

  private synchronized Parsed parse(String internalName) {
    Parsed known = parsed.get(internalName);
    if (known != null) {
      return known;
    }
    List<Field> fields = new ArrayList<>();
    Set<String> methods = new HashSet<>();
    String[] superName = {null};
    byte[] bytes = loader.bytes(internalName.replace('/', '.'));
    if (bytes != null) {
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public void visit(
                    int version, int access, String n, String sig, String sup, String[] itf) {
                  superName[0] = sup;
                }

                @Override
                public FieldVisitor visitField(
                    int access, String n, String descriptor, String sig, Object value) {
                  fields.add(new Field(internalName, n, descriptor, access, key(internalName, n)));
                  return null;
                }

                @Override
                public MethodVisitor visitMethod(
                    int access, String n, String descriptor, String sig, String[] thrown) {
                  methods.add(n + descriptor);
                  return null;
                }
              },
              ClassReader.SKIP_CODE);
    }
    Parsed result = new Parsed(superName[0], fields, methods);
    parsed.put(internalName, result);
    return result;
  }

  /** Remembers which field a new handle or updater is for; {@code lookedUpIn} may inherit it. */
  public synchronized void register(Object handle, Class<?> lookedUpIn, String name) {
    for (Class<?> c = lookedUpIn; c != null; c = c.getSuperclass()) {
      for (var f : c.getDeclaredFields()) {
        if (f.getName().equals(name)) {
          handles.put(handle, key(c.getName().replace('.', '/'), name));
          return;
        }
      }
    }
  }

  /** The key of a handle or updater without array coordinates, or {@link #UNKNOWN}. */
  public synchronized int keyOf(Object handle) {
    Integer key = handles.get(handle);
    if (key == null) {
      key = handle instanceof VarHandle h ? describe(h) : UNKNOWN;
      handles.put(handle, key);
    }
    return key;
  }

  /** A handle made outside instrumented code: ask it for its nominal description. */
  private int describe(VarHandle handle) {
    try {
      var description = handle.describeConstable();
      if (description.isPresent() && !handle.coordinateTypes().isEmpty()) {
        register(handle, handle.coordinateTypes().get(0), description.get().constantName());
        Integer key = handles.get(handle);
        return key == null ? UNKNOWN : key;
      }
    } catch (InternalError inherited) {
      // JDK 17 cannot describe a handle that was looked up in a subclass of the declaring class.
    }
    return UNKNOWN;
  }
}
