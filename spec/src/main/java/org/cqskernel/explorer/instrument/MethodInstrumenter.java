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
 * Inserts the hooks into one method.
 *
 * <p>Every inserted local variable lives only between two neighbouring instructions, therefore it
 * is never part of a stack map frame.
 */
final class MethodInstrumenter extends AdviceAdapter {
  private static final String HOOKS = "org/cqskernel/explorer/engine/Hooks";
  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final InstrumentingLoader loader;
  private final String owner;
  private final String method;
  private final boolean constructor;
  private final boolean initializer;
  private boolean constructed;
  private int line;

  MethodInstrumenter(
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
    this.constructor = method.equals("<init>");
    this.initializer = method.equals("<clinit>");
    this.constructed = !constructor;
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
  protected void onMethodEnter() {
    constructed = true;
    if (initializer) {
      hook("enterQuiet", "()V");
    }
  }

  @Override
  protected void onMethodExit(int opcode) {
    if (initializer) {
      hook("exitQuiet", "()V");
    } else if (constructor && opcode == RETURN) {
      freezeFinalFields();
    }
  }

  /** JLS 17.5: what a final field refers to is published by the end of the constructor. */
  private void freezeFinalFields() {
    for (Fields.Field f : loader.fields().declared(owner)) {
      boolean reference = f.descriptor().startsWith("[") || f.descriptor().startsWith("L");
      if ((f.access() & (ACC_FINAL | ACC_STATIC)) == ACC_FINAL
          && reference
          && !f.descriptor().startsWith("Ljava/lang/")) {
        loadThis();
        mv.visitFieldInsn(GETFIELD, owner, f.name(), f.descriptor());
        hook("freeze", "(Ljava/lang/Object;)V");
      }
    }
  }

  private void hook(String name, String descriptor) {
    mv.visitMethodInsn(INVOKESTATIC, HOOKS, name, descriptor, false);
  }

  private int site(String operation, String target, int effects, int key) {
    return loader.sites().add(Site.in(owner, method, line, operation, target, effects, key));
  }

  @Override
  public void visitMethodInsn(int opcode, String o, String name, String desc, boolean itf) {
    int effects = o.equals(VAR_HANDLE) ? Effects.ofVarHandle(name) : 0;
    if (effects != 0) {
      varHandle(opcode, name, desc, effects);
    } else if (o.equals(LOOKUP)
        && (name.equals("findVarHandle") || name.equals("findStaticVarHandle"))) {
      newHandle(opcode, o, name, desc);
    } else {
      super.visitMethodInsn(opcode, o, name, desc, itf);
    }
  }

  /** Tells the hooks for which field a handle is made. */
  private void newHandle(int opcode, String o, String name, String desc) {
    int type = newLocal(Type.getObjectType("java/lang/Class"));
    int fieldName = newLocal(Type.getObjectType("java/lang/String"));
    int lookedUpIn = newLocal(Type.getObjectType("java/lang/Class"));
    storeLocal(type);
    storeLocal(fieldName);
    storeLocal(lookedUpIn);
    loadLocal(lookedUpIn);
    loadLocal(fieldName);
    loadLocal(type);
    super.visitMethodInsn(opcode, o, name, desc, false);
    dup();
    loadLocal(lookedUpIn);
    loadLocal(fieldName);
    hook("made", "(Ljava/lang/invoke/VarHandle;Ljava/lang/Class;Ljava/lang/String;)V");
  }

  private void varHandle(int opcode, String name, String desc, int effects) {
    Type[] types = Type.getArgumentTypes(desc);
    int[] locals = new int[types.length];
    for (int i = types.length - 1; i >= 0; i--) {
      locals[i] = newLocal(types[i]);
      storeLocal(locals[i]);
    }
    int values = Effects.valueArguments(name);
    int coordinates = types.length - values;
    dup();
    if (coordinates > 0) {
      loadLocal(locals[0]);
    } else {
      visitInsn(ACONST_NULL);
    }
    if (coordinates > 1) {
      loadLocal(locals[1]);
    } else {
      push(-1);
    }
    push(site(name, "", effects, -1));
    hook("handle", "(Ljava/lang/invoke/VarHandle;Ljava/lang/Object;II)V");
    for (int local : locals) {
      loadLocal(local);
    }
    super.visitMethodInsn(opcode, VAR_HANDLE, name, desc, false);
    Type result = Type.getReturnType(desc);
    if ((effects & Effects.CONDITIONAL) != 0) {
      reportComparison(name, result, locals[coordinates], types[coordinates]);
    }
    if (loader.recording()) {
      recordResult(result);
      recordArgument(values > 0, locals, types, coordinates);
      recordArgument(values > 1, locals, types, coordinates + 1);
      hook("values", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
    }
  }

  /** Tells the hooks whether a conditional access has written. */
  private void reportComparison(String name, Type result, int expected, Type expectedType) {
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

  private void recordResult(Type result) {
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

  private void recordArgument(boolean present, int[] locals, Type[] types, int index) {
    if (present) {
      loadLocal(locals[index]);
      valueOf(types[index]);
    } else {
      visitInsn(ACONST_NULL);
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String o, String name, String desc) {
    Fields.Field field = constructed && !initializer ? loader.fields().resolve(o, name) : null;
    if (field == null || (field.access() & ACC_FINAL) != 0) {
      super.visitFieldInsn(opcode, o, name, desc);
      return;
    }
    boolean isVolatile = (field.access() & ACC_VOLATILE) != 0;
    boolean write = opcode == PUTFIELD || opcode == PUTSTATIC;
    boolean isStatic = opcode == GETSTATIC || opcode == PUTSTATIC;
    int effects =
        (write ? Effects.WRITE : Effects.READ)
            | (isVolatile ? (write ? Effects.RELEASE : Effects.ACQUIRE) : Effects.PLAIN);
    String operation = (isVolatile ? "volatile " : "plain ") + (write ? "write" : "read");
    String target = loader.fields().name(field.key());
    Type type = Type.getType(desc);
    int value = -1;
    if (write) {
      value = newLocal(type);
      storeLocal(value);
    }
    if (isStatic) {
      visitInsn(ACONST_NULL);
    } else {
      dup();
    }
    push(site(operation, target, effects, field.key()));
    hook(isVolatile ? "field" : "plainField", "(Ljava/lang/Object;I)V");
    if (write) {
      loadLocal(value);
    }
    super.visitFieldInsn(opcode, o, name, desc);
    if (loader.recording()) {
      recordResult(write ? Type.VOID_TYPE : type);
      recordArgument(write, new int[] {value}, new Type[] {type}, 0);
      visitInsn(ACONST_NULL);
      hook("values", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
    }
  }

  @Override
  public void visitInsn(int opcode) {
    boolean load = opcode >= IALOAD && opcode <= SALOAD;
    boolean store = opcode >= IASTORE && opcode <= SASTORE;
    if (initializer || !constructed || !(load || store)) {
      super.visitInsn(opcode);
      return;
    }
    int effects = Effects.PLAIN | (store ? Effects.WRITE : Effects.READ);
    int number = site(store ? "plain write" : "plain read", "", effects, -1);
    int value = -1;
    Type type = store ? elementType(opcode - IASTORE) : elementType(opcode - IALOAD);
    if (store) {
      value = newLocal(type);
      storeLocal(value);
    }
    dup2();
    push(number);
    hook("plainElement", "(Ljava/lang/Object;II)V");
    if (store) {
      loadLocal(value);
    }
    super.visitInsn(opcode);
    if (loader.recording()) {
      recordResult(store ? Type.VOID_TYPE : type);
      recordArgument(store, new int[] {value}, new Type[] {type}, 0);
      super.visitInsn(ACONST_NULL);
      hook("values", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
    }
  }

  private static Type elementType(int offset) {
    return switch (offset) {
      case LALOAD - IALOAD -> Type.LONG_TYPE;
      case FALOAD - IALOAD -> Type.FLOAT_TYPE;
      case DALOAD - IALOAD -> Type.DOUBLE_TYPE;
      case AALOAD - IALOAD -> OBJECT;
      default -> Type.INT_TYPE;
    };
  }
}
