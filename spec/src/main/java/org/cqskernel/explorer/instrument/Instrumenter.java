// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts calls of {@link org.cqskernel.explorer.engine.Hooks} in front of the accesses of a class.
 *
 * <p>The real instructions stay in place, because only one scenario thread runs at a time. Frames
 * of the class file stay valid, because what is inserted does not branch.
 */
final class Instrumenter extends ClassVisitor {
  private final InstrumentingLoader loader;
  private final boolean accesses;
  private String name;

  private Instrumenter(ClassVisitor next, InstrumentingLoader loader, boolean accesses) {
    super(Opcodes.ASM9, next);
    this.loader = loader;
    this.accesses = accesses;
  }

  /**
   * The instrumented class file.
   *
   * @param accesses whether accesses to variables are explored, or only JDK methods modelled
   */
  static byte[] instrument(byte[] bytes, InstrumentingLoader loader, boolean accesses) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new Instrumenter(writer, loader, accesses), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String n, String signature, String superName, String[] interfaces) {
    name = n;
    super.visit(version, access, n, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return super.visitMethod(access, method, descriptor, signature, exceptions);
    }
    MethodVisitor next =
        super.visitMethod(
            access & ~Opcodes.ACC_SYNCHRONIZED, method, descriptor, signature, exceptions);
    MethodVisitor models = new ModelInstrumenter(next, access, name, method, loader);
    MethodVisitor watcher = new Watcher(models, access, name, method, descriptor, loader, accesses);
    return accesses
        ? new MethodInstrumenter(watcher, access, name, method, descriptor, loader)
        : watcher;
  }
}
