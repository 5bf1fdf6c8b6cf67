#!/usr/bin/env bash
# Builds everything and runs every test. From a fresh clone it needs the .NET 10 SDK; as root on Debian it fetches the few
# system tools that fault tests use, otherwise it says which tests will be skipped.
#
#   ./test.sh                    all tests
#   ./test.sh --filter NAME      tests whose full name contains NAME (or any expression of `dotnet test --filter`)
#   ./test.sh --project NAME     one test project, for example Storage.Tests
#   ./test.sh --no-build         as built before
#
# The last line is "N passed, N failed" (and ", N skipped" when there are any); the exit code is 0 when none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

filter="" only="" build=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --filter) filter="${2:?--filter needs a name}"; shift 2 ;;
    --project) only="${2:?--project needs a name}"; shift 2 ;;
    --no-build) build=no; shift ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
    *) echo "test.sh: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
done
case "$filter" in "" | *[=~\&\|]*) ;; *) filter="FullyQualifiedName~$filter" ;; esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
results="$PWD/artifacts/test-results"
compiler="relevo-test-$$"
longest=45m # A project that takes longer hangs.
tmp=$(mktemp -d "${TMPDIR:-/tmp}/relevo-run-XXXXXX") || exit 1
export TMPDIR="$tmp"

# What tests may leave behind when they are interrupted: processes and mounts that name our folder, the compiler server.
clean() {
  local pids
  pids=$(pgrep -f -- "$tmp/|-pipename:$compiler" | grep -vx "$$")
  [ -z "$pids" ] || kill -9 $pids 2>/dev/null
  awk -v t="$tmp/" 'index($2, t) == 1 { print $2 }' /proc/mounts 2>/dev/null | while read -r mount; do umount -l "$mount"; done
  rm -rf -- "$tmp"
}
trap clean EXIT
trap 'exit 130' INT TERM

# --- System tools -----------------------------------------------------------------------------------------------------

has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

tools() {
  local missing=() pair
  for pair in strace:strace promtool:prometheus mkfs.ext4:e2fsprogs mount:mount prlimit:util-linux fsfreeze:util-linux pgrep:procps ip:iproute2 ss:iproute2 aiosmtpd:python3-aiosmtpd; do
    has "${pair%%:*}" || missing+=("${pair##*:}")
  done
  if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && has apt-get; then
    echo "Installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
      >"$tmp/apt.log" 2>&1 || { echo "Could not install them:"; tail -n 5 "$tmp/apt.log"; }
  fi
  has strace || echo "Skipped without strace: faults at the N-th system call (P02, D03)."
  has promtool || echo "Skipped without promtool: the check of the metrics page's form."
  has mkfs.ext4 || echo "Skipped without mkfs.ext4: power cut, read-only, full and stalled disk (D01, D04, D05, D13)."
  has aiosmtpd || echo "Skipped without aiosmtpd: e-mail to a real SMTP server."
  { has ip && has ss; } || echo "Skipped without ip and ss: a provider that vanishes without a word (N03)."
  [ "$(id -u)" = 0 ] || echo "Skipped without root: everything that mounts a file system, limits memory by cgroup or sets a network namespace up."
}

# --- Build and run ----------------------------------------------------------------------------------------------------

build() {
  local target=Gateway.sln
  [ -z "$only" ] || target="tests/$only"
  echo "Building $target"
  dotnet build "$target" -c Release --nologo -v q -nodeReuse:false -p:SharedCompilationId="$compiler" >"$tmp/build.log" 2>&1 && return 0
  grep -E ': (error|warning) ' "$tmp/build.log" | sort -u | head -n 40
  tail -n 3 "$tmp/build.log"
  return 1
}

# Runs one project; its result is its trx file, its log and its exit code.
run() {
  local name="$1"
  timeout -k 10 "$longest" dotnet test "tests/$name" -c Release --no-build --nologo ${filter:+--filter "$filter"} \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" >"$results/$name.log" 2>&1
  echo $? >"$results/$name.code"
}

counter() { sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1; }

# Names of skipped tests with the reason each printed.
reasons() {
  awk '/<UnitTestResult /{ name = ""; if (/outcome="NotExecuted"/) { match($0, /testName="[^"]*"/); name = substr($0, RSTART + 10, RLENGTH - 11) } }
       name != "" && /<Message>/ { sub(/.*<Message>/, ""); sub(/<\/Message>.*/, ""); print "  skipped " name ": " $0; name = "" }
       name != "" && /<StdOut>/ { sub(/.*<StdOut>/, ""); sub(/<\/StdOut>.*/, ""); print "  skipped " name ": " $0; name = "" }' "$1" | sort -u
}

report() {
  local name="$1" trx="$results/$1.trx" code p=0 f=0 s=0 total
  code=$(cat "$results/$name.code" 2>/dev/null || echo 1)
  if [ -f "$trx" ]; then
    total=$(counter "$trx" total) p=$(counter "$trx" passed) f=$(counter "$trx" failed)
    s=$((total - p - f))
  fi
  if [ "$code" != 0 ] && [ "$f" = 0 ]; then
    f=1 # It crashed, hung or did not start: that is a failure, whatever it counted.
    tail -n 40 "$results/$name.log"
  elif [ "$f" != 0 ]; then
    sed -n '/^  Failed /,$p' "$results/$name.log" | head -n 200
  fi
  [ "$s" = 0 ] || reasons "$trx"
  printf '%-28s %5d passed %4d failed %4d skipped\n' "$name" "$p" "$f" "$s"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

rm -rf -- "$results"
mkdir -p "$results"
tools
if [ "$build" = yes ] && ! build; then
  echo "The build failed."
  echo "0 passed, 1 failed"
  exit 1
fi

projects=()
for file in tests/*/*.csproj; do
  name=$(basename "$file" .csproj)
  [ -n "$only" ] && [ "$only" != "$name" ] || projects+=("$name")
done
[ ${#projects[@]} -gt 0 ] || { echo "No test project is named $only." >&2; exit 2; }

# Tests within one process share two cores well; those that start the gateway get the machine for themselves.
alone=() together=()
for name in "${projects[@]}"; do
  case "$name" in Gateway.FunctionalTests | Storage.Tests) alone+=("$name") ;; *) together+=("$name") ;; esac
done
if [ ${#together[@]} -gt 0 ]; then
  echo "Running ${together[*]}"
  export filter results longest
  export -f run
  printf '%s\n' "${together[@]}" | xargs -P 2 -I {} bash -c 'run "$1"' _ {}
fi
for name in ${alone[@]+"${alone[@]}"}; do
  echo "Running $name"
  run "$name"
done

passed=0 failed=0 skipped=0
for name in "${projects[@]}"; do report "$name"; done
[ $((passed + failed)) -gt 0 ] || { echo "No test ran."; failed=1; }
line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" = 0 ]
