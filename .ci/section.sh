# Sections: each runs to its end whatever came before it, and the summary names all that failed.

wanted_sections=("$@")
summary=()
failures=0

# section NAME FUNCTION [ARGUMENTS]: run the function under `set -e`, keep its output in $work/logs/NAME.log.
section() {
    local name=$1 started=$SECONDS status
    shift
    is_wanted "$name" || return 0
    mkdir -p "$work/logs"
    printf '\n######## %s\n' "$name"
    (set -euo pipefail; "$@") 2>&1 </dev/null | tee "$work/logs/$name.log"
    status=${PIPESTATUS[0]}
    if ((status == 0)); then status=ok; else status="FAILED ($status)"; failures=$((failures + 1)); fi
    summary+=("$(printf '%-10s %5d s   %s' "$name" $((SECONDS - started)) "$status")")
    [[ $name != setup || $status == ok ]] || finish
}

is_wanted() {
    ((${#wanted_sections[@]} == 0)) && return 0
    case " setup build ${wanted_sections[*]} " in *" $1 "*) return 0 ;; esac
    return 1
}

step() { printf '\n---- %s\n' "$*"; }

# Print the table and the count of all tests that ran (a failed section counts as a failure), and leave.
finish() {
    printf '\n######## summary\n'
    [[ ! -s $work/missing ]] || sed 's/^/not on this machine, not tested: Python /' "$work/missing"
    printf '%s\n' "${summary[@]}"
    python3 "$here/tally.py" --failed-sections "$failures" --seconds "$SECONDS" "$work"/logs/*.log
    exit $((failures > 0))
}

# side_by_side FUNCTION: call `FUNCTION VERSION PYTHON` for every interpreter, as many at once as there are cores.
side_by_side() {
    local job=$1 version python status=0
    while read -r version python; do
        while (($(jobs -rp | wc -l) >= $(getconf _NPROCESSORS_ONLN))); do wait -n || true; done
        {
            "$job" "$version" "$python" >"$work/$job-$version.log" 2>&1 && echo 0 || echo $?
        } >"$work/$job-$version.status" &
    done <"$work/interpreters"
    wait
    while read -r version python; do
        step "Python $version"
        cat "$work/$job-$version.log"
        [[ $(cat "$work/$job-$version.status") == 0 ]] || status=1
    done <"$work/interpreters"
    return $status
}
