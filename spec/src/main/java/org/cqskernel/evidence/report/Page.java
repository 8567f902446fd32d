// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The report as one page that needs nothing else: no network, no other file. */
public final class Page {
  private Page() {}

  /** The page as HTML. */
  public static String of(Evidence evidence) throws IOException {
    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    freemarker.setClassForTemplateLoading(Page.class, "");
    freemarker.setDefaultEncoding(StandardCharsets.UTF_8.name());
    freemarker.setLocale(Locale.ROOT);
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setLogTemplateExceptions(false);
    Map<String, Object> model = new HashMap<>();
    model.put("e", evidence);
    TreeSet<String> ids = new TreeSet<>();
    evidence.obligations().forEach(o -> ids.add(o.id()));
    model.put("t", new Texts(ids));
    model.put("plots", plots(evidence));
    model.put("style", resource("style.css"));
    model.put("script", resource("script.js"));
    StringWriter out = new StringWriter();
    try {
      freemarker.getTemplate("index.ftlh").process(model, out);
    } catch (TemplateException e) {
      throw new IOException("the page's template: " + e.getMessage(), e);
    }
    return out.toString();
  }

  /** A JDK without fonts cannot draw; the page is then complete but for its plots. */
  private static List<Charts.Plot> plots(Evidence evidence) throws IOException {
    try {
      return Charts.of(evidence);
    } catch (LinkageError | InternalError | RuntimeException e) {
      System.err.println("evidence: no plots, because this JDK cannot draw: " + e);
      return List.of();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
