#!/bin/sh
# Prints as JSON what check.sh has established, for the evidence report: every named statement of the files of _CoqProject.
# The hash is that of the files *.v: SHA-256 of name, NUL, content, NUL in the order of the names; 16 digits.
cd "$(dirname "$0")" || exit 1
hash=$(for f in $(ls *.v | LC_ALL=C sort); do printf '%s\0' "$f"; cat "$f"; printf '\0'; done | sha256sum | cut -c1-16)
coq=$(coqc --print-version 2>/dev/null | cut -d' ' -f1)
printf '{\n  "hash" : "%s",\n  "date" : "%s",\n  "coq" : "%s",\n  "results" : [' "$hash" "$(date -u +%Y-%m-%d)" "$coq"
separator=''
for f in $(grep '\.v$' _CoqProject); do
  sed -nE "s/^ *(Lemma|Theorem|Corollary|Definition) +([A-Za-z0-9_']+).*/\1 \2/p" "$f" | sort -u -k2 >"${TMPDIR:-/tmp}/statements.$$"
  while read -r what name; do
    case "$what" in Definition) result=compiles ;; *) result=proved ;; esac
    printf '%s\n    { "name" : "%s.%s", "result" : "%s" }' "$separator" "${f%.v}" "$name" "$result"
    separator=','
  done <"${TMPDIR:-/tmp}/statements.$$"
  rm -f "${TMPDIR:-/tmp}/statements.$$"
done
printf '\n  ]\n}\n'
