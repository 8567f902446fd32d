// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Inserts the hooks in front of the accesses of one method. */
final class MethodInstrumenter extends HookCaller {
  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final boolean constructor;
  private final boolean initializer;
  private boolean constructed;

  MethodInstrumenter(
      MethodVisitor next,
      int access,
      String owner,
      String method,
      String descriptor,
      InstrumentingLoader loader) {
    super(next, access, owner, method, descriptor, loader);
    this.constructor = method.equals("<init>");
    this.initializer = method.equals("<clinit>");
    this.constructed = !constructor;
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

  @Override
  public void visitMethodInsn(int opcode, String o, String name, String desc, boolean itf) {
    String target = loader.fields().target(o, name, desc);
    int effects = o.equals(VAR_HANDLE) ? Effects.ofVarHandle(name) : 0;
    Atomics.Access atomic = target == null ? null : Atomics.of(target, name);
    if (effects != 0) {
      varHandle(opcode, name, desc, effects);
    } else if (o.equals(LOOKUP)
        && (name.equals("findVarHandle") || name.equals("findStaticVarHandle"))) {
      newHandle(opcode, o, name, desc, 2);
    } else if (o.startsWith(Atomics.PACKAGE) && name.equals("newUpdater")) {
      newHandle(opcode, o, name, desc, Type.getArgumentTypes(desc).length);
    } else if (atomic != null && atomic.effects() != 0 && constructed) {
      atomic(opcode, o, name, desc, atomic);
    } else {
      super.visitMethodInsn(opcode, o, name, desc, itf);
    }
  }

  /** Tells the hooks for which field a handle or updater is made: arguments 1 and {@code at}. */
  private void newHandle(int opcode, String o, String name, String desc, int at) {
    int[] locals = store(Type.getArgumentTypes(desc));
    load(locals);
    super.visitMethodInsn(opcode, o, name, desc, false);
    dup();
    loadLocal(locals[0]);
    loadLocal(locals[at - 1]);
    hook("made", "(Ljava/lang/Object;Ljava/lang/Class;Ljava/lang/String;)V");
  }

  private void varHandle(int opcode, String name, String desc, int effects) {
    Type[] types = Type.getArgumentTypes(desc);
    int[] locals = store(types);
    int coordinates = types.length - Effects.valueArguments(name);
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
    load(locals);
    super.visitMethodInsn(opcode, VAR_HANDLE, name, desc, false);
    report(name, Type.getReturnType(desc), effects, coordinates, locals, types);
  }

  /** An access by a class of {@code java.util.concurrent.atomic}. */
  private void atomic(int opcode, String o, String name, String desc, Atomics.Access access) {
    Type[] types = Type.getArgumentTypes(desc);
    int[] locals = store(types);
    int number = site(name, "", access.effects(), -1);
    int coordinates = access.shape() == Atomics.Shape.OBJECT ? 0 : 1;
    dup();
    if (coordinates > 0) {
      loadLocal(locals[0]);
    }
    push(number);
    switch (access.shape()) {
      case OBJECT -> hook("itself", "(Ljava/lang/Object;I)V");
      case ARRAY -> hook("element", "(Ljava/lang/Object;II)V");
      case UPDATER -> hook("updater", "(Ljava/lang/Object;Ljava/lang/Object;I)V");
    }
    int before = newLocal(Type.INT_TYPE);
    if (access.function()) {
      hook("depth", "()I");
      storeLocal(before);
    }
    load(locals);
    super.visitMethodInsn(opcode, o, name, desc, false);
    if (access.function()) {
      loadLocal(before);
      push(number);
      hook("applied", "(II)V");
    }
    report(name, Type.getReturnType(desc), access.effects(), coordinates, locals, types);
  }

  /** Tells the hooks how an access ended. */
  private void report(
      String name, Type result, int effects, int coordinates, int[] locals, Type[] types) {
    if ((effects & Effects.CONDITIONAL) != 0) {
      reportComparison(name, result, locals[coordinates], types[coordinates]);
    }
    if (loader.recording()) {
      int values = types.length - coordinates;
      recordResult(result);
      recordArgument(values > 0, locals, types, coordinates);
      recordArgument(values > 1, locals, types, coordinates + 1);
      hook("values", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
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
