// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link TestServer} in a JVM of its own, started when needed and ended if a test hangs. */
final class TestClient implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private Process process;
  private PrintWriter requests;
  private BlockingQueue<String> answers;

  /**
   * A client.
   *
   * @param command starts the server
   * @param log gets what tests print
   */
  TestClient(List<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  /**
   * Runs tests.
   *
   * @param classPath the class files that they are to run on, and their own
   * @param names the tests
   * @param limit how long
   * @return what failed, or null
   * @throws IOException if the tests cannot be run
   */
  String run(String classPath, String names, Duration limit)
      throws IOException, InterruptedException {
    if (process == null || !process.isAlive()) {
      start();
    }
    requests.println(classPath + "\t" + names);
    requests.flush();
    String answer = answers.poll(limit.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      close();
      return "does not end within " + limit.toSeconds() + " s";
    }
    if (answer.startsWith("failed ")) {
      return answer.substring("failed ".length());
    }
    if (!answer.equals("passed")) {
      close();
      throw new IOException(names + ": " + answer + ", see " + log);
    }
    return null;
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    requests = new PrintWriter(process.getOutputStream(), false, StandardCharsets.UTF_8);
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(2);
    answers = queue;
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Thread listener =
        new Thread(
            () -> {
              try {
                for (String l = reader.readLine(); l != null; l = reader.readLine()) {
                  queue.put(l);
                }
                queue.put("the JVM of the tests has ended");
              } catch (IOException | InterruptedException e) {
                queue.offer(e.toString());
              }
            });
    listener.setDaemon(true);
    listener.start();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }
}
