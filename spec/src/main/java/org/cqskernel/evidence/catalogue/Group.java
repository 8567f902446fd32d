// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.List;

/**
 * A file of the catalogue.
 *
 * @param name the letters of its ids
 * @param title the words after them
 * @param introduction Markdown
 * @param file relative to the project's root
 */
public record Group(
    String name, String title, String introduction, String file, List<Obligation> obligations) {}
