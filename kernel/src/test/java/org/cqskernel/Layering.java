// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * The rules that hold the kernel's layers apart, for the packages {@code cqs}, {@code sync} and
 * {@code runtime} below a given root. A class that does not exist yet breaks no rule.
 */
final class Layering {

  /**
   * Inside {@code cqs}: which of the named classes each of them may use. Classes that are not named
   * are free, and Cqs, the highest, may use them all. A nested class counts as its outermost class.
   */
  private static final Map<String, List<String>> CQS =
      Map.of(
          "Cells", List.of("Cell", "Position", "Segment", "SegmentCount"),
          "Position", List.of("Segment", "SegmentCount"),
          "Segment", List.of("SegmentCount"),
          "SegmentCount", List.of(),
          "Cell", List.of());

  /**
   * Inside {@code sync}: which classes of that package each of these may use. Both sides are the
   * beginning of the class's name. The others are free.
   */
  private static final Map<String, List<String>> SYNC =
      Map.ofEntries(
          Map.entry("Broadcast", List.of("CallbackWaiter")),
          Map.entry("Promise", List.of("Broadcast", "Resolver", "OneShotPromise", "Stages")),
          Map.entry("OneShotPromise", List.of("Promise", "Resolver", "Stages", "ThreadWaiter")),
          Map.entry("Resolver", List.of("Promise", "AlreadyResolvedException")),
          Map.entry("Condition", List.of("Broadcast", "LockWaiter", "Mutex", "ThreadWaiter")),
          Map.entry("LockWaiter", List.of("Mutex", "ThreadWaiter")),
          Map.entry("Semaphore", List.of("CallbackWaiter", "Permits", "ThreadWaiter")),
          Map.entry("Permits", List.of("ThreadWaiter")),
          Map.entry("Mutex", List.of("Semaphore")),
          Map.entry("CallbackWaiter", List.of()),
          Map.entry("ThreadWaiter", List.of()));

  private static final Set<String> CQS_NAMED =
      Set.of("Cqs", "Cells", "Position", "Segment", "SegmentCount", "Cell");

  private static final Set<String> JAVA_BASE =
      ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

  private static final Set<String> SIGNALS = Set.of("sun.misc.Signal", "sun.misc.SignalHandler");

  private static final DescribedPredicate<JavaClass> THREADS =
      where(
          "are threads or own some",
          c ->
              c.isAssignableTo(Thread.class)
                  || c.isAssignableTo(Executor.class)
                  || c.isAssignableTo(Timer.class));

  private final String root;
  private final DescribedPredicate<JavaClass> kernel;
  private final DescribedPredicate<JavaClass> cqs;
  private final DescribedPredicate<JavaClass> sync;
  private final DescribedPredicate<JavaClass> runtime;

  Layering(String root) {
    this.root = root;
    this.cqs = below("cqs");
    this.sync = below("sync");
    this.runtime = below("runtime");
    this.kernel = cqs.or(sync).or(runtime).as("are the kernel's");
  }

  /** All rules, by name. */
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("cqs uses neither sync nor runtime", neverUse(cqs, sync.or(runtime)));
    rules.put("sync does not use runtime", neverUse(sync, runtime));
    CQS.forEach((from, to) -> rules.put("cqs." + from, insideCqs(from, to)));
    SYNC.forEach((from, to) -> rules.put("sync." + from, insideSync(from, to)));
    rules.put("java.base only", neverUse(cqs.or(sync), outsideJavaBase(Set.of())));
    rules.put("java.base and signals only", neverUse(runtime, outsideJavaBase(SIGNALS)));
    rules.put("no Unsafe", neverUse(kernel, where("Unsafe", Layering::isUnsafe)));
    rules.put("no reflection", neverUse(kernel, where("reflection", Layering::isReflection)));
    rules.put("no locks", neverUse(cqs.or(sync), where("locks", Layering::isLock)));
    rules.put("no synchronized methods", noSynchronizedMethods());
    rules.put("no threads below runtime", noThreads(cqs.or(sync), call -> true));
    rules.put("no threads from static initialisers", noThreads(kernel, Layering::isInitialiser));
    rules.put("no static threads", noStaticThreads());
    rules.put("VarHandles are static final", varHandlesAreStaticFinal());
    return rules;
  }

  private ArchRule insideCqs(String from, List<String> to) {
    return neverUse(
        where("are cqs." + from, c -> isIn(c, "cqs") && outermost(c).equals(from)),
        where(
            "are named classes of cqs other than " + to,
            c ->
                isIn(c, "cqs")
                    && CQS_NAMED.contains(outermost(c))
                    && !outermost(c).equals(from)
                    && !to.contains(outermost(c))));
  }

  private ArchRule insideSync(String from, List<String> to) {
    return neverUse(
        where("are sync." + from + "*", c -> isIn(c, "sync") && outermost(c).startsWith(from)),
        where(
            "are classes of sync other than " + to,
            c ->
                isIn(c, "sync")
                    && !outermost(c).startsWith(from)
                    && to.stream().noneMatch(outermost(c)::startsWith)));
  }

  private static ArchRule neverUse(
      DescribedPredicate<JavaClass> from, DescribedPredicate<JavaClass> to) {
    return noClasses().that(from).should().dependOnClassesThat(to).allowEmptyShould(true);
  }

  private DescribedPredicate<JavaClass> outsideJavaBase(Set<String> allowed) {
    return where(
        "are neither the kernel's nor of java.base",
        c ->
            !kernel.test(c)
                && !c.getBaseComponentType().isPrimitive()
                && !JAVA_BASE.contains(c.getBaseComponentType().getPackageName())
                && !allowed.contains(c.getBaseComponentType().getName()));
  }

  private static boolean isUnsafe(JavaClass c) {
    return c.getBaseComponentType().getSimpleName().equals("Unsafe");
  }

  private static boolean isReflection(JavaClass c) {
    return c.getBaseComponentType().getPackageName().equals("java.lang.reflect");
  }

  private static boolean isLock(JavaClass c) {
    return c.getName()
        .matches(
            "java\\.util\\.concurrent\\.locks\\.(Reentrant.*|StampedLock|Abstract.*Synchronizer)");
  }

  private ArchRule noSynchronizedMethods() {
    return noMethods()
        .that()
        .areDeclaredInClassesThat(kernel)
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .allowEmptyShould(true);
  }

  private static ArchRule noThreads(
      DescribedPredicate<JavaClass> from, Predicate<JavaCall<?>> where) {
    return noClasses()
        .that(from)
        .should()
        .callCodeUnitWhere(
            where("threads are made or started", call -> where.test(call) && makesThreads(call)))
        .allowEmptyShould(true);
  }

  private static boolean makesThreads(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    String name = call.getName();
    return owner.isAssignableTo(Executors.class)
        || (THREADS.test(owner) && name.equals("<init>"))
        || (owner.isAssignableTo(Thread.class)
            && Set.of("start", "startVirtualThread", "ofVirtual", "ofPlatform").contains(name));
  }

  private static boolean isInitialiser(JavaCall<?> call) {
    return call.getOrigin().getName().equals("<clinit>");
  }

  private ArchRule noStaticThreads() {
    return noFields()
        .that()
        .areDeclaredInClassesThat(kernel)
        .and()
        .areStatic()
        .should()
        .haveRawType(THREADS)
        .allowEmptyShould(true);
  }

  private ArchRule varHandlesAreStaticFinal() {
    return fields()
        .that()
        .areDeclaredInClassesThat(kernel)
        .and()
        .haveRawType(VarHandle.class)
        .should()
        .beStatic()
        .andShould()
        .beFinal()
        .allowEmptyShould(true);
  }

  private boolean isIn(JavaClass c, String layer) {
    return c.getBaseComponentType().getPackageName().equals(root + "." + layer);
  }

  private DescribedPredicate<JavaClass> below(String layer) {
    return where(
        "are " + layer,
        c -> {
          String name = c.getBaseComponentType().getPackageName();
          return name.equals(root + "." + layer) || name.startsWith(root + "." + layer + ".");
        });
  }

  private static String outermost(JavaClass c) {
    String name = c.getBaseComponentType().getName();
    name = name.substring(name.lastIndexOf('.') + 1);
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static <T> DescribedPredicate<T> where(String description, Predicate<T> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }
}
