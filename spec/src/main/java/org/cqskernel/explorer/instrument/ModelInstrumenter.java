// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Replaces calls of JDK methods about threads by calls of their models. Done in all classes of an
 * exploration, in scenarios too, because a thread that really parked would stop the exploration.
 */
class ModelInstrumenter extends MethodVisitor {
  private static final String ENGINE = "org/cqskernel/explorer/engine/";

  private final InstrumentingLoader loader;
  private final String owner;
  private final String method;
  private int line;

  ModelInstrumenter(MethodVisitor next, String owner, String method, InstrumentingLoader loader) {
    super(Opcodes.ASM9, next);
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
    Models.Model model = Models.of(loader.fields().isThreadLocal(o) ? Models.LOCAL : o, name, desc);
    if (model == null || opcode == Opcodes.INVOKESPECIAL) {
      super.visitMethodInsn(opcode, o, name, desc, itf);
      return;
    }
    int number = loader.sites().add(Site.in(owner, method, line, name, "", model.effects(), -1));
    super.visitLdcInsn(number);
    String receiver = opcode == Opcodes.INVOKESTATIC ? "" : "L" + model.receiver() + ";";
    int close = desc.indexOf(')');
    String hookDescriptor = "(" + receiver + desc.substring(1, close) + "I" + desc.substring(close);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, ENGINE + model.hooks(), model.hook(), hookDescriptor, false);
  }
}
