// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Replaces calls of JDK methods about threads, and monitors, by calls of their models. Done in all
 * classes of an exploration, in scenarios too, because a thread that really waited would stop the
 * exploration.
 */
class ModelInstrumenter extends MethodVisitor {
  private static final String ENGINE = "org/cqskernel/explorer/engine/";

  private final InstrumentingLoader loader;
  private final String owner;
  private final String method;
  private final int access;
  private final Label begin = new Label();
  private int line;

  /**
   * @param access the flags of the method; that of a synchronized method is to be taken away
   */
  ModelInstrumenter(
      MethodVisitor next, int access, String owner, String method, InstrumentingLoader loader) {
    super(Opcodes.ASM9, next);
    this.access = access;
    this.loader = loader;
    this.owner = owner;
    this.method = method;
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitMethodInsn(int opcode, String o, String name, String desc, boolean itf) {
    Models.Model model = model(o, name, desc);
    if (model == null || opcode == Opcodes.INVOKESPECIAL) {
      super.visitMethodInsn(opcode, o, name, desc, itf);
      return;
    }
    site(name, model.effects());
    String receiver = opcode == Opcodes.INVOKESTATIC ? "" : "L" + model.receiver() + ";";
    int close = desc.indexOf(')');
    String hookDescriptor = "(" + receiver + desc.substring(1, close) + "I" + desc.substring(close);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, ENGINE + model.hooks(), model.hook(), hookDescriptor, false);
  }

  private Models.Model model(String o, String name, String desc) {
    String target = loader.fields().target(o, name, desc);
    if (loader.fields().isThreadLocal(o)) {
      target = Models.LOCAL;
    }
    return target == null ? null : Models.of(target, name, desc);
  }

  private void site(String operation, int effects) {
    super.visitLdcInsn(
        loader.sites().add(Site.in(owner, method, line, operation, "", effects, -1)));
  }

  private void monitor(boolean enter) {
    if (enter) {
      site("enter monitor", Models.ACQUIRE_LOCK);
    } else {
      site("exit monitor", Models.FREE_LOCK);
    }
    String hook = enter ? "enter" : "exit";
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, ENGINE + "LockHooks", hook, "(Ljava/lang/Object;I)V", false);
  }

  private boolean isSynchronized() {
    return (access & Opcodes.ACC_SYNCHRONIZED) != 0;
  }

  private void loadMonitorOfMethod() {
    if ((access & Opcodes.ACC_STATIC) != 0) {
      super.visitLdcInsn(Type.getObjectType(owner));
    } else {
      super.visitVarInsn(Opcodes.ALOAD, 0);
    }
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (isSynchronized()) {
      loadMonitorOfMethod();
      monitor(true);
      super.visitLabel(begin);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
      monitor(opcode == Opcodes.MONITORENTER);
      return;
    }
    if (isSynchronized() && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      loadMonitorOfMethod();
      monitor(false);
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (isSynchronized()) {
      Label end = new Label();
      super.visitLabel(end);
      super.visitTryCatchBlock(begin, end, end, null);
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      super.visitFrame(
          Opcodes.F_NEW,
          isStatic ? 0 : 1,
          isStatic ? new Object[0] : new Object[] {owner},
          1,
          new Object[] {"java/lang/Throwable"});
      loadMonitorOfMethod();
      monitor(false);
      super.visitInsn(Opcodes.ATHROW);
    }
    super.visitMaxs(maxStack, maxLocals);
  }
}
