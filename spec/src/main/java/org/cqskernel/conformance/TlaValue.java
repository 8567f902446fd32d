// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads values as TLC prints them. Numbers become {@link Integer}, truth values {@link Boolean},
 * strings and model values {@link String}, tuples {@link List}, sets {@link Set}, functions and
 * records {@link Map}.
 */
final class TlaValue {
  private final String text;
  private int at;

  private TlaValue(String text) {
    this.text = text;
  }

  /** Reads one value. */
  static Object parse(String text) {
    TlaValue p = new TlaValue(text);
    Object value = p.value();
    p.space();
    if (p.at < text.length()) {
      throw p.error("end expected");
    }
    return value;
  }

  /** Reads a state: conjuncts of the form {@code /\ variable = value}. */
  static Map<String, Object> parseState(String text) {
    TlaValue p = new TlaValue(text);
    Map<String, Object> state = new LinkedHashMap<>();
    for (p.space(); p.at < text.length(); p.space()) {
      p.eat("/\\");
      String name = p.word();
      p.eat("=");
      state.put(name, p.value());
    }
    return state;
  }

  private Object value() {
    space();
    char c = text.charAt(at);
    if (c == '"') {
      int end = text.indexOf('"', at + 1);
      String s = text.substring(at + 1, end);
      at = end + 1;
      return s;
    }
    if (text.startsWith("<<", at)) {
      at += 2;
      return elements(">>", new ArrayList<>());
    }
    if (c == '{') {
      at++;
      return new HashSet<>(elements("}", new ArrayList<>()));
    }
    if (c == '[') {
      at++;
      return record();
    }
    if (c == '(') {
      at++;
      return function();
    }
    if (c == '-' || Character.isDigit(c)) {
      int begin = at++;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      return Integer.valueOf(text.substring(begin, at));
    }
    String word = word();
    return switch (word) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default -> word;
    };
  }

  private List<Object> elements(String close, List<Object> into) {
    while (!accept(close)) {
      into.add(value());
      accept(",");
    }
    return into;
  }

  private Map<Object, Object> record() {
    Map<Object, Object> map = new LinkedHashMap<>();
    while (!accept("]")) {
      String key = word();
      eat("|->");
      map.put(key, value());
      accept(",");
    }
    return map;
  }

  private Map<Object, Object> function() {
    Map<Object, Object> map = new LinkedHashMap<>();
    while (!accept(")")) {
      Object key = value();
      eat(":>");
      map.put(key, value());
      accept("@@");
    }
    return map;
  }

  private String word() {
    space();
    int begin = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    if (begin == at) {
      throw error("a name expected");
    }
    return text.substring(begin, at);
  }

  private boolean accept(String token) {
    space();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void eat(String token) {
    if (!accept(token)) {
      throw error(token + " expected");
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException(what + " at " + at + " of " + text);
  }
}
