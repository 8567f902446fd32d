// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.Arrays;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * Puts a report in front of what touches shared variables and is no step: calls into classes that
 * are neither explored nor modelled, and in a class that is not instrumented its own volatile and
 * atomic accesses too. A verdict that such an access concerns is not {@code VERIFIED}.
 */
final class Watcher extends GeneratorAdapter {
  private static final String HOOKS = "org/cqskernel/explorer/engine/Hooks";
  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";

  private final InstrumentingLoader loader;
  private final String owner;
  private final String method;
  private final boolean accesses;
  private int line;

  /**
   * @param accesses whether accesses to variables are explored in this class
   */
  Watcher(
      MethodVisitor next,
      int access,
      String owner,
      String method,
      String descriptor,
      InstrumentingLoader loader,
      boolean accesses) {
    super(Opcodes.ASM9, next, access, method, descriptor);
    this.owner = owner;
    this.method = method;
    this.loader = loader;
    this.accesses = accesses;
  }

  @Override
  protected void updateNewLocals(Object[] newLocals) {
    Arrays.fill(newLocals, Opcodes.TOP);
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitMethodInsn(int opcode, String o, String name, String desc, boolean itf) {
    String target = loader.fields().target(o, name, desc);
    if (target != null) {
      boolean special = opcode == Opcodes.INVOKESPECIAL;
      if (Calls.isOpen(target, itf) && !special && opcode != Opcodes.INVOKESTATIC) {
        if (Models.of(target, name, desc) == null) {
          reportByReceiver(target, name, desc);
        }
      } else if (!isSeen(target, name, desc, special)) {
        report(target, name);
      }
    }
    super.visitMethodInsn(opcode, o, name, desc, itf);
  }

  /** Whether a call is a step, modelled, or touches nothing that threads share. */
  private boolean isSeen(String target, String name, String desc, boolean special) {
    if (Models.of(target, name, desc) != null) {
      return !special;
    }
    Atomics.Access atomic = Atomics.of(target, name);
    if (atomic != null) {
      return accesses || atomic.effects() == 0;
    }
    if (target.equals(VAR_HANDLE) && Effects.ofVarHandle(name) != 0) {
      return accesses;
    }
    return name.equals("newUpdater") || !Calls.areShared(target, name);
  }

  /**
   * A method reference to an access or to a model: whoever calls it calls the JDK directly. The
   * receiver of a bound one is on the stack.
   */
  @Override
  public void visitInvokeDynamicInsn(String name, String desc, Handle factory, Object... args) {
    for (Object argument : args) {
      if (argument instanceof Handle h && h.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
        String target = loader.fields().target(h.getOwner(), h.getName(), h.getDesc());
        if (target != null && !isHarmless(target, h.getName(), h.getDesc())) {
          if (h.isInterface() && Type.getArgumentTypes(desc).length == 1) {
            reportByReceiver(target, h.getName(), "()V");
          } else {
            report(target, h.getName());
          }
        }
      }
    }
    super.visitInvokeDynamicInsn(name, desc, factory, args);
  }

  private static boolean isHarmless(String target, String name, String desc) {
    Models.Model model = Models.of(target, name, desc);
    Atomics.Access atomic = Atomics.of(target, name);
    boolean handle = target.equals(VAR_HANDLE) && Effects.ofVarHandle(name) != 0;
    return model == null
        && !handle
        && (atomic == null ? !Calls.areShared(target, name) : atomic.effects() == 0);
  }

  @Override
  public void visitFieldInsn(int opcode, String o, String name, String desc) {
    boolean step = accesses && loader.fields().resolve(o, name) != null;
    boolean initialisation = method.equals("<init>") || method.equals("<clinit>");
    if (!step && !initialisation && loader.fields().isVolatile(o, name)) {
      report(o, name);
    }
    super.visitFieldInsn(opcode, o, name, desc);
  }

  private int number(String target, String name) {
    String place = Site.in(owner, method, line, "", "", 0, -1).place();
    return loader.calls().add(new Calls.Call(target.replace('/', '.'), name, place));
  }

  private void report(String target, String name) {
    super.visitLdcInsn(number(target, name));
    super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "unseen", "(I)V", false);
  }

  /** Reports unless the receiver turns out to be harmless; the stack is left as it was. */
  private void reportByReceiver(String target, String name, String desc) {
    Type[] arguments = Type.getArgumentTypes(desc);
    int[] locals = new int[arguments.length];
    for (int i = arguments.length - 1; i >= 0; i--) {
      locals[i] = newLocal(arguments[i]);
      storeLocal(locals[i]);
    }
    super.visitInsn(Opcodes.DUP);
    super.visitLdcInsn(number(target, name));
    super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "unseenIn", "(Ljava/lang/Object;I)V", false);
    for (int local : locals) {
      loadLocal(local);
    }
  }
}
