#!/bin/sh
# Confirms each proof mutant: applies mutants/*.patch, one at a time, to a copy of the development, builds the file
# that the patch names and what that needs, and compares the lemma at which the build stops with the one that the patch
# names. Arguments: the patches to run. Takes about a quarter of an hour. Needs a built development.
# MUTANTS_JOBS: how many run at the same time, 1 if it is not set.
# mutants-last-run.tsv keeps what was seen: the mutant, where it stopped, the day, and the hash of the sources as in
# results.sh. A line whose hash is not that of the sources is stale.
cd "$(dirname "$0")" || exit 1
make -s all || exit 1
work=$(mktemp -d) || exit 1
jobs=${MUTANTS_JOBS:-1}
hash=$(sh ./results.sh | sed -n 's/.*"hash" : "\(.*\)",/\1/p')
record=mutants-last-run.tsv
[ -e "$record" ] || printf '# mutant\tstops at\tday\tsources\n' >"$record"

# What was seen, even of a run that was interrupted, replaces the old lines of the same mutants.
finish() {
  if cat "$work"/seen.* 2>/dev/null >"$work/seen"; then
    cut -f 1 "$work/seen" >"$work/names"
    awk -F '\t' 'NR == FNR { new[$1] = 1; next } !($1 in new)' "$work/names" "$record" >>"$work/seen"
    LC_ALL=C sort "$work/seen" >"$record"
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

# One mutant, in the directory of one worker.
run() {
  patch=$1
  name=$(basename "$patch" .patch)
  expected=$(sed -n 's/^# fails at: //p' "$patch")
  copy=$work/coq.$2
  rm -rf "$copy"
  cp -pR . "$copy"
  patch -s -d "$copy" -p1 <"$patch" || { echo "mutants: $name does not apply"; return 1; }
  if make -C "$copy" -f Makefile.coq "${expected%%.*}.vo" >"$work/log.$2" 2>&1 &&
    make -C "$copy" all >>"$work/log.$2" 2>&1; then
    at=survives
  else
    at=$(sed -n 's|^File "\./\([A-Za-z]*\)\.v", line \([0-9]*\).*|\1 \2|p' "$work/log.$2" | tail -1)
    file=${at% *}
    at=$file.$(head -n "${at#* }" "$copy/$file.v" |
      sed -n -E 's/^ *(Lemma|Theorem|Definition|Instance) +([A-Za-z0-9_]+).*/\2/p' | tail -1)
  fi
  printf '%s\t%s\t%s\t%s\n' "$name" "$at" "$(date -u +%Y-%m-%d)" "$hash" >>"$work/seen.$2"
  if [ "$at" = "$expected" ]; then
    echo "mutants: $name stops at $expected"
  else
    echo "mutants: $name: $at, expected $expected"
    return 1
  fi
}

# Worker k of n runs every n-th mutant.
worker() {
  k=$1
  shift
  n=0
  for p; do
    if [ $((n % jobs)) -eq "$k" ]; then run "$p" "$k" || touch "$work/failed"; fi
    n=$((n + 1))
  done
}

[ $# -gt 0 ] || set -- mutants/*.patch
workers=
k=0
while [ "$k" -lt "$jobs" ]; do
  worker "$k" "$@" &
  workers="$workers $!"
  k=$((k + 1))
done
wait $workers
[ ! -e "$work/failed" ]
