#!/bin/sh
# Makes the patches of a directory anew after the kernel's lines have moved: applies each with fuzz to a
# copy of its file and takes the difference. Prints those that do not fit any more; mend them by hand.
# Usage, from the project's root: spec/mutants/refresh.sh [directory]
set -u
directory=${1:-spec/mutants}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for patch in "$directory"/*.patch; do
  rm -rf "$work/a" "$work/b"
  for file in $(sed -n 's/^+++ b\///p' "$patch"); do
    mkdir -p "$work/a/$(dirname "$file")" "$work/b/$(dirname "$file")"
    cp "$file" "$work/a/$file"
    cp "$file" "$work/b/$file"
  done
  if (cd "$work/b" && patch -s -p1 --fuzz=3 --no-backup-if-mismatch) < "$patch" > "$work/said"; then
    (
      cd "$work"
      for file in $(sed -n 's/^+++ b\///p' "$OLDPWD/$patch"); do
        diff -u --label "a/$file" --label "b/$file" "a/$file" "b/$file"
      done
    ) > "$work/new"
    cmp -s "$work/new" "$patch" || cp "$work/new" "$patch"
  else
    echo "does not fit: $patch"
    sed 's/^/  /' "$work/said"
    status=1
  fi
done
exit $status
