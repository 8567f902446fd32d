// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.cqskernel.lincheck.suite.AqsSemaphore.Fault;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The suites fail on what is broken, each of their tests on a fault of its kind. */
class BrokenSubjectsTest {

  private static SemaphoreSuite with(Fault fault) {
    return new SemaphoreSuite() {
      @Override
      protected Subject create(int permits) {
        return new AqsSemaphore(permits, fault);
      }
    };
  }

  private static void reports(Executable test) {
    assertThrows(LincheckAssertionError.class, test);
  }

  @Test
  void semaphoreThatDropsReleases() {
    reports(with(Fault.DROPPED_RELEASE)::releaseWakes);
    reports(with(Fault.DROPPED_RELEASE)::twoReleasesWakeTwo);
  }

  @Test
  void semaphoreThatLooksAndTakes() {
    reports(with(Fault.TWO_STEPS)::takesTurns);
    reports(with(Fault.TWO_STEPS)::tryAcquireTakesWhatIsFree);
  }

  @Test
  void semaphoreThatLosesReleases() {
    reports(with(Fault.LOST_RELEASE)::twoOfThreeAreInside);
  }

  @Test
  void semaphoreWhoseTimeoutTakes() {
    assertThrows(IllegalStateException.class, with(Fault.TIMEOUT_TAKES)::timeoutAgainstRelease);
  }

  /** A lock that looks and then locks. */
  private static final class TwoStepLock implements Lock {
    private volatile boolean locked;

    @Override
    public void lock() {
      while (!tryLock()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void lockInterruptibly() {
      lock();
    }

    @Override
    public boolean tryLock() {
      boolean free = !locked;
      locked = true;
      return free;
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      return tryLock();
    }

    @Override
    public void unlock() {
      locked = false;
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void lockThatLooksAndLocks() {
    LockSuite suite =
        new LockSuite() {
          @Override
          protected Lock create() {
            return new TwoStepLock();
          }
        };
    reports(suite::tryLockAgainstUnlock);
  }

  /** A promise that looks, then registers, and does not look again; the last resolver wins. */
  private static final class ForgetfulPromise implements PromiseSuite.Subject {
    private final AtomicReference<String> value = new AtomicReference<>();
    private final AtomicReference<Runnable> waiter = new AtomicReference<>();

    @Override
    public boolean tryResolve(String newValue) {
      boolean first = value.get() == null;
      value.set(newValue);
      Runnable callback = waiter.get();
      if (callback != null) {
        callback.run();
      }
      return first;
    }

    @Override
    public void onResolve(Runnable callback) {
      if (value.get() == null) {
        waiter.set(callback);
      } else {
        callback.run();
      }
    }

    @Override
    public String await() {
      Thread thread = Thread.currentThread();
      AtomicBoolean woken = new AtomicBoolean();
      onResolve(
          () -> {
            woken.set(true);
            LockSupport.unpark(thread);
          });
      while (!woken.get()) {
        LockSupport.park(this);
      }
      return value.get();
    }

    @Override
    public String await(long timeout, TimeUnit unit) {
      return value.get();
    }

    @Override
    public String peek() {
      return value.get();
    }
  }

  @Test
  void promiseThatForgets() {
    PromiseSuite suite =
        new PromiseSuite() {
          @Override
          protected Subject create() {
            return new ForgetfulPromise();
          }
        };
    reports(suite::oneResolverWins);
    reports(suite::eachCallbackIsCalledOnce);
    reports(suite::resolutionWakes);
  }
}
