// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.MutexLock;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.cqskernel.sync.Semaphore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The suites, on the kernel. */
class KernelSuitesTest {

  /** The kernel's semaphore. */
  abstract static class OfKernel extends SemaphoreSuite {
    private final Resumption resumption;

    OfKernel(Resumption resumption) {
      this.resumption = resumption;
    }

    @Override
    protected Subject create(int permits) {
      Semaphore semaphore = new Semaphore(permits, resumption);
      return new Subject() {
        @Override
        public void acquire() throws InterruptedException {
          semaphore.acquire();
        }

        @Override
        public boolean tryAcquire() {
          return semaphore.tryAcquire();
        }

        @Override
        public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
          return semaphore.tryAcquire(timeout, unit);
        }

        @Override
        public void release() {
          semaphore.release();
        }

        @Override
        public int availablePermits() {
          return semaphore.availablePermits();
        }
      };
    }
  }

  @Nested
  @Tag("SEM-1")
  @Tag("SEM-3")
  @Tag("CQS-19")
  @Tag("CQS-20")
  class SynchronousSemaphore extends OfKernel {
    SynchronousSemaphore() {
      super(Resumption.SYNC);
    }
  }

  @Nested
  @Tag("SEM-1")
  @Tag("SEM-3")
  @Tag("CQS-19")
  @Tag("CQS-20")
  class AsynchronousSemaphore extends OfKernel {
    AsynchronousSemaphore() {
      super(Resumption.ASYNC);
    }
  }

  @Nested
  @Tag("SEM-1")
  @Tag("SEM-3")
  @Tag("CQS-20")
  class LockOfMutex extends LockSuite {
    @Override
    protected Lock create() {
      return new MutexLock(new Mutex());
    }
  }

  @Nested
  @Tag("PR-1")
  @Tag("PR-5")
  @Tag("PR-8")
  @Tag("PR-10")
  @Tag("CQS-20")
  class ThePromise extends PromiseSuite {
    @Override
    protected Subject create() {
      Resolver<String> resolver = Promise.create();
      Promise<String> promise = resolver.promise();
      return new Subject() {
        @Override
        public boolean tryResolve(String value) {
          return resolver.tryResolve(value);
        }

        @Override
        public void onResolve(Runnable callback) {
          promise.onResolve((value, cause) -> callback.run());
        }

        @Override
        public String await() throws InterruptedException {
          return promise.await();
        }

        @Override
        public String await(long timeout, TimeUnit unit) throws InterruptedException {
          return TimedWait.orNull(() -> promise.await(timeout, unit));
        }

        @Override
        public String peek() {
          return promise.peek(null);
        }
      };
    }
  }
}
