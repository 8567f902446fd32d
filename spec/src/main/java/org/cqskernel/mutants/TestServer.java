// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs JUnit tests on request, each time over class files of the request's choice, in a JVM that is
 * warm already. A request is a line: class path, tab, names of tests, separated by spaces. The
 * answer is a line: {@code passed}, {@code failed} and what, or {@code error} and why.
 */
final class TestServer {
  /** A class path that stands for that of the server itself. */
  static final String OWN_CLASSES = "-";

  /** A class, maybe a method, maybe its parameter types. */
  private static final Pattern NAME = Pattern.compile("([^#]+)(?:#([^(]+)(?:\\((.*)\\))?)?");

  /** Without the listeners on this JVM's class path: a request's class path may lack them. */
  private static final LauncherConfig ALONE =
      LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();

  private TestServer() {}

  /** The library's classes come from the request's class path, all others from this JVM's. */
  private static final class Loader extends URLClassLoader {
    private static final String OURS = "org.cqskernel.";

    Loader(URL[] urls) {
      super(urls, TestServer.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  /** Serves until the end of the input. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // What tests print is no answer.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer;
      try {
        String[] parts = line.split("\t");
        answer = run(parts[0], List.of(parts[1].split(" ")));
      } catch (Throwable t) {
        answer = "error " + t;
      }
      answers.println(answer.replaceAll("\\s+", " "));
      answers.flush();
    }
    System.exit(0); // Threads of tests that hang may be left.
  }

  private static String run(String classPath, List<String> names) throws Exception {
    if (classPath.equals(OWN_CLASSES)) {
      return run(TestServer.class.getClassLoader(), names);
    }
    List<URL> urls = new ArrayList<>();
    for (String element : classPath.split(File.pathSeparator)) {
      urls.add(Path.of(element).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Loader loader = new Loader(urls.toArray(URL[]::new))) {
      thread.setContextClassLoader(loader);
      return run(loader, names);
    } finally {
      thread.setContextClassLoader(before);
      Thread.interrupted();
    }
  }

  private static String run(ClassLoader loader, List<String> names) throws ClassNotFoundException {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : names) {
      selectors.add(selector(name, loader));
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create(ALONE)
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
    return answer(listener.getSummary());
  }

  private static DiscoverySelector selector(String name, ClassLoader loader)
      throws ClassNotFoundException {
    Matcher m = NAME.matcher(name);
    if (!m.matches()) {
      throw new IllegalArgumentException(name);
    }
    Class<?> type = loader.loadClass(m.group(1));
    if (m.group(2) == null) {
      return selectClass(type);
    }
    return m.group(3) == null
        ? selectMethod(type, m.group(2))
        : selectMethod(type, m.group(2), m.group(3).replace(",", ", "));
  }

  private static String answer(TestExecutionSummary summary) {
    if (!summary.getFailures().isEmpty()) {
      var failure = summary.getFailures().get(0);
      return "failed "
          + failure.getTestIdentifier().getDisplayName()
          + ": "
          + failure.getException();
    }
    return summary.getTestsSucceededCount() == 0 ? "error no test was run" : "passed";
  }
}
