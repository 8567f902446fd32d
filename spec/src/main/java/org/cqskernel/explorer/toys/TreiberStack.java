// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.toys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Treiber's stack. With nodes that are pushed once it is correct; with {@link #pushNode recycled}
 * nodes it has the ABA problem: a pop compares the top, which is the same node again, and installs
 * a successor that is no longer in the stack.
 */
public final class TreiberStack {
  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(TreiberStack.class, "top", Node.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A cell of the list. */
  public static final class Node {
    /** The element. */
    public final int value;

    private volatile Node next;

    /** A node that is in no stack. */
    public Node(int value) {
      this.value = value;
    }
  }

  private volatile Node top;

  /** Pushes a new node. */
  public void push(int value) {
    pushNode(new Node(value));
  }

  /** Pushes a node that the caller owns. */
  public void pushNode(Node node) {
    Node t;
    do {
      t = top;
      node.next = t;
    } while (!TOP.compareAndSet(this, t, node));
  }

  /** Pops a node, which the caller then owns; null when the stack is empty. */
  public Node pop() {
    for (; ; ) {
      Node t = top;
      if (t == null) {
        return null;
      }
      Node n = t.next;
      if (TOP.compareAndSet(this, t, n)) {
        return t;
      }
    }
  }
}
