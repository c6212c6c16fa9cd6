#!/usr/bin/env bash
# What a reviewer wants to know about a change: does it build, is it valid, do its tests pass, what does it change.
# usage: review.sh BASE   in the folder of obsctl.config.ts; BASE is the branch or commit that the change goes to.
# Writes .obsctl/review/comment.md, puts it on the pull request (scripts/review/comment.mjs), and fails where the
# change is not sound. OBSCTL is the command line that calls obsctl; OBSCTL_COMMENT=no keeps the comment to the log.
set -uo pipefail

base=${1:?usage: review.sh BASE}
here=$(cd "$(dirname "$0")" && pwd)
out=.obsctl/review
failed=()

mkdir -p "$out"
# what others changed on BASE meanwhile is not part of this change
from=$(git merge-base "$base" HEAD 2>/dev/null || echo "$base")

obsctl() { eval "${OBSCTL:-npx --no-install obsctl} \"\$@\""; }

# a part of the comment: its title, whether it went well, what was said
part() {
  local title=$1 code=$2 file=$3
  if [ "$code" -eq 0 ]; then printf '\n✅ %s\n' "$title"; return; fi
  failed+=("$title")
  printf '\n❌ **%s**\n\n<details open><summary>what it says</summary>\n\n' "$title"
  head -c 12000 "$file"
  printf '\n\n</details>\n'
}

fenced() { printf '```text\n'; head -c 10000 "$1" | sed 's/```/` ` `/g'; printf '\n```\n'; }

obsctl build --quiet > "$out/build.txt" 2>&1; built=$?
fenced "$out/build.txt" > "$out/build.md"
cat "$out/build.txt"
if [ "$built" -eq 0 ]; then
  obsctl validate --format markdown > "$out/validate.md" 2> "$out/validate.txt"; valid=$?
  obsctl test > "$out/test.txt" 2>&1; tested=$?
  cat "$out/validate.txt" "$out/test.txt"
  fenced "$out/test.txt" > "$out/test.md"
  obsctl diff --base "$from" --format markdown > "$out/diff.md" 2> "$out/diff.txt"; compared=$?
  cat "$out/diff.txt"
  obsctl diff --base "$from" --format html > "$out/diff.html" 2> /dev/null || rm -f "$out/diff.html"
  if [ "$compared" -ne 0 ]; then
    { printf '<!-- obsctl diff -->\n\n'; fenced "$out/diff.txt"; } > "$out/diff.md"
    failed+=('diff')
  fi
fi

{
  if [ "$built" -eq 0 ]; then cat "$out/diff.md"; else printf '<!-- obsctl diff -->\n\n**obsctl**: the definitions do not compile\n'; fi
} > "$out/comment.md"
{
  part build "$built" "$out/build.md"
  if [ "$built" -eq 0 ]; then
    part validate "$valid" "$out/validate.md"
    part test "$tested" "$out/test.md"
  fi
} > "$out/checks.md"
# GitHub takes 65,536 characters
if [ "$(cat "$out/comment.md" "$out/checks.md" | wc -m)" -le 65000 ]; then
  cat "$out/checks.md" >> "$out/comment.md"
else
  grep -E '^(✅|❌)' "$out/checks.md" >> "$out/comment.md"
  printf '\n_What the checks say is in the log: the comment has no room for it._\n' >> "$out/comment.md"
fi

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$out/comment.md" >> "$GITHUB_STEP_SUMMARY"; fi
if [ "${OBSCTL_COMMENT:-yes}" != no ]; then node "$here/comment.mjs" "$out/comment.md" || failed+=('comment'); fi

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'not sound: %s\n' "$(printf '%s\n' "${failed[@]}" | sort -u | paste -sd ' ')" >&2
  exit 1
fi
