// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AdviceAdapter;

/**
 * Calls of hooks, and of those that record values.
 *
 * <p>Every inserted local variable lives only between two neighbouring instructions, therefore it
 * is never part of a stack map frame.
 */
abstract class HookCaller extends AdviceAdapter {
  private static final String HOOKS = "org/cqskernel/explorer/engine/Hooks";

  final InstrumentingLoader loader;
  final String owner;
  final String method;
  private int line;

  HookCaller(
      MethodVisitor next,
      int access,
      String owner,
      String method,
      String descriptor,
      InstrumentingLoader loader) {
    super(Opcodes.ASM9, next, access, method, descriptor);
    this.loader = loader;
    this.owner = owner;
    this.method = method;
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

  final void hook(String name, String descriptor) {
    mv.visitMethodInsn(INVOKESTATIC, HOOKS, name, descriptor, false);
  }

  final int site(String operation, String target, int effects, int key) {
    return loader.sites().add(Site.in(owner, method, line, operation, target, effects, key));
  }

  /** Tells the hooks whether a conditional access has written. */
  final void reportComparison(String name, Type result, int expected, Type expectedType) {
    if (!name.startsWith("compareAndExchange")) {
      dup();
      hook("compared", "(Z)V");
      return;
    }
    // The result is of the type at the call, which the cast behind it narrows only afterwards.
    boolean wide = result.getSort() == Type.LONG;
    boolean narrow = result.getSort() >= Type.BOOLEAN && result.getSort() <= Type.INT;
    boolean reference = result.getSort() >= Type.ARRAY;
    if (result.getSort() != expectedType.getSort()
        && !(reference && expectedType.getSort() >= Type.ARRAY)) {
      return; // Stays a write, which only makes the search longer.
    }
    if (wide) {
      dup2();
      loadLocal(expected);
      hook("exchanged", "(JJ)V");
    } else if (narrow) {
      dup();
      loadLocal(expected);
      hook("exchanged", "(II)V");
    } else if (reference) {
      dup();
      loadLocal(expected);
      hook("exchanged", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }
  }

  final void recordResult(Type result) {
    if (result.getSort() == Type.VOID) {
      visitInsn(ACONST_NULL);
    } else {
      if (result.getSize() == 2) {
        dup2();
      } else {
        dup();
      }
      valueOf(result);
    }
  }

  final void recordArgument(boolean present, int[] locals, Type[] types, int index) {
    if (present) {
      loadLocal(locals[index]);
      valueOf(types[index]);
    } else {
      visitInsn(ACONST_NULL);
    }
  }

  /** Moves the arguments of a call from the stack to new local variables. */
  final int[] store(Type[] types) {
    int[] locals = new int[types.length];
    for (int i = types.length - 1; i >= 0; i--) {
      locals[i] = newLocal(types[i]);
      storeLocal(locals[i]);
    }
    return locals;
  }

  final void load(int[] locals) {
    for (int local : locals) {
      loadLocal(local);
    }
  }
}
