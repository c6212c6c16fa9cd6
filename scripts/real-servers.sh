#!/usr/bin/env bash
# Unpacks Prometheus, Alertmanager and blackbox exporter of three generations from Debian packages, for the tests.
# Needs apt on a Debian machine, no root, and runs no maintainer script.
#
#   scripts/real-servers.sh [bookworm] [trixie] [forky]      (default: all three)
#
# They land in ${OBSCTL_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/obsctl/servers}/<set>/; a set that is there is left alone.
set -euo pipefail

home="${OBSCTL_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/obsctl/servers}"

packages_of() {
  local servers="prometheus prometheus-alertmanager prometheus-blackbox-exporter"
  # promtool left the package prometheus after bookworm
  if [ "$1" = bookworm ]; then echo "$servers"; else echo "$servers promtool"; fi
}

complete() {
  local tool
  for tool in promtool prometheus amtool prometheus-alertmanager prometheus-blackbox-exporter; do
    [ -x "$home/$1/usr/bin/$tool" ] || return 1
  done
}

# The mirror this machine already uses: the repository of Debian itself, not its security updates.
mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}

unpack() {
  local set="$1" work status=0
  mkdir -p "$home"
  work="$(mktemp -d "$home/.$set.XXXXXX")"
  unpack_into "$set" "$work" || status=$?
  if [ "$status" -eq 0 ]; then
    rm -rf "${home:?}/$set"
    mv "$work/root" "$home/$set"
  fi
  rm -rf "$work"
  return "$status"
}

unpack_into() {
  local set="$1" work="$2" uri apt archive
  uri="$(mirror)"
  if [ -z "$uri" ]; then
    (apt-get update -qq >/dev/null 2>&1 || sudo -n apt-get update -qq >/dev/null 2>&1) || true
    uri="$(mirror)"
  fi
  [ -n "$uri" ] || { echo "apt knows no Debian mirror (run apt-get update once)" >"$work/log"; explain "$set" "$work"; return 1; }
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
  echo "deb $uri $set main" >"$work/sources.list"
  apt=(apt-get -q
    -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache"
    -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none)
  {
    "${apt[@]}" update &&
      # shellcheck disable=SC2046
      (cd "$work/debs" && "${apt[@]}" download $(packages_of "$set" | sed "s#[^ ]*#&/$set#g"))
  } >"$work/log" 2>&1 || { explain "$set" "$work"; return 1; }
  for archive in "$work"/debs/*.deb; do dpkg -x "$archive" "$work/root"; done
}

explain() {
  echo "not available: $1: $(grep -m1 -E '^(E:|apt)' "$2/log" || tail -n 1 "$2/log")" >&2
}

failed=0
for set in "${@:-bookworm trixie forky}"; do
  for one in $set; do
    case "$one" in
      bookworm | trixie | forky) ;;
      *) echo "unknown set: $one (bookworm, trixie, forky)" >&2; exit 2 ;;
    esac
    if complete "$one"; then
      echo "there: $one"
    elif unpack "$one" && complete "$one"; then
      echo "unpacked: $one"
    else
      failed=1
    fi
  done
done
exit "$failed"
