#!/bin/sh
# Confirms each proof mutant: applies mutants/*.patch, one at a time, to a copy of the development, builds the file
# that the patch names and what that needs, and compares the lemma at which the build stops with the one that the patch
# names. Arguments: the patches to run. Takes about a quarter of an hour. Needs a built development.
# mutants-last-run.tsv keeps what was seen: the mutant, where it stopped, the day, and the hash of the sources as in
# results.sh. A line whose hash is not that of the sources is stale.
cd "$(dirname "$0")" || exit 1
make -s all || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
hash=$(sh ./results.sh | sed -n 's/.*"hash" : "\(.*\)",/\1/p')
record=mutants-last-run.tsv
[ -e "$record" ] || printf '# mutant\tstops at\tday\tsources\n' >"$record"
remember() {
  grep -v "^$1	" "$record" >"$work/record"
  { cat "$work/record"; printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$(date -u +%Y-%m-%d)" "$hash"; } | LC_ALL=C sort >"$record"
}
for patch in ${*:-mutants/*.patch}; do
  name=$(basename "$patch" .patch)
  expected=$(sed -n 's/^# fails at: //p' "$patch")
  rm -rf "$work/coq"
  cp -pR . "$work/coq"
  patch -s -d "$work/coq" -p1 <"$patch" || { echo "mutants: $name does not apply"; failed=1; continue; }
  if make -C "$work/coq" -f Makefile.coq "${expected%%.*}.vo" >"$work/log" 2>&1 &&
    make -C "$work/coq" all >>"$work/log" 2>&1; then
    echo "mutants: $name SURVIVES"
    remember "$name" survives
    failed=1
    continue
  fi
  at=$(sed -n 's|^File "\./\([A-Za-z]*\)\.v", line \([0-9]*\).*|\1 \2|p' "$work/log" | tail -1)
  file=${at% *}
  line=${at#* }
  lemma=$(head -n "$line" "$work/coq/$file.v" | sed -n -E 's/^ *(Lemma|Theorem|Definition|Instance) +([A-Za-z0-9_]+).*/\2/p' | tail -1)
  remember "$name" "$file.$lemma"
  if [ "$file.$lemma" = "$expected" ]; then
    echo "mutants: $name stops at $expected"
  else
    echo "mutants: $name stops at $file.$lemma, expected $expected"
    failed=1
  fi
done
exit $failed
