#!/bin/sh
# Builds every proof and checks that nothing is assumed:
#   1. everything compiles;
#   2. no source contains Admitted, Axiom, Parameter, Variable, Context outside a section or another way to assume something;
#   3. Print Assumptions of each theorem listed in Assumptions.v says what Assumptions.expected says.
# With --record, last-run.json keeps what was established, for builds without Coq.
# Ends with 0 if all holds, 1 if not, 2 if Coq is not installed.
cd "$(dirname "$0")" || exit 1

if ! command -v coqc >/dev/null 2>&1; then
  echo "proofs: coqc not found. Install Coq 8.16, Iris 4.0 and stdpp 1.8:" >&2
  echo "proofs:   apt-get install coq libcoq-iris libcoq-stdpp" >&2
  exit 2
fi
if ! [ -d "$(coqc -where)/user-contrib/iris" ]; then
  echo "proofs: Iris not found. Install it: apt-get install libcoq-iris libcoq-stdpp" >&2
  exit 2
fi

make -s all || { echo "proofs: the build fails" >&2; exit 1; }

sources=$(grep '\.v$' _CoqProject)
words='Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|Hypothes[ie]s|Variables?|Declare|Unset +Guard|bypass_check|Unset +Positivity|Unset +Universe'
if grep -nwE "$words" $sources; then
  echo "proofs: a source assumes something (see above)" >&2
  exit 1
fi
# A Context outside a section is an axiom.
if ! awk 'FNR == 1 { depth = 0 } /^ *Section / { depth++ } /^ *End / { depth-- }
    /^ *Context / && depth <= 0 { print FILENAME ":" FNR ": " $0; bad = 1 } END { exit bad }' $sources; then
  echo "proofs: a Context outside a section assumes something (see above)" >&2
  exit 1
fi
for f in *.v; do
  case "$f" in Assumptions.v) continue ;; esac
  echo "$sources" | grep -qx "$f" || { echo "proofs: $f is not listed in _CoqProject" >&2; exit 1; }
done

actual=$(mktemp) || exit 1
trap 'rm -f "$actual" Assumptions.vo Assumptions.vos Assumptions.vok Assumptions.glob .Assumptions.aux' EXIT
flags='-w -notation-overridden -w -future-coercion-class-field'
coqc -Q . CqsKernel $flags Assumptions.v >"$actual" 2>&1 || { cat "$actual" >&2; exit 1; }
if ! diff -u Assumptions.expected "$actual"; then
  echo "proofs: the assumptions differ from Assumptions.expected (see above)" >&2
  exit 1
fi
listed=$(grep -c '^Print Assumptions' Assumptions.v)
echo "proofs: $(echo "$sources" | wc -l) files compile, $listed listed theorems, no assumptions"

# What the evidence report reads. With --record it is kept, for builds without Coq.
mkdir -p ../target/coq && sh ./results.sh >../target/coq/results.json || exit 1
if [ "$1" = --record ]; then
  cp ../target/coq/results.json last-run.json
fi
