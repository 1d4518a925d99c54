# Sections: each runs to its end whatever came before it, and the summary names all that failed.

wanted_sections=("$@")
sections=()
put_off=()
TIMEFORMAT='%R %U %S'

# section NAME FUNCTION [ARGUMENTS]: run it now.
section() {
    is_wanted "$1" || return 0
    sections+=("$1")
    printf '\n######## %s\n' "$1"
    measured "$@" | tee "$work/logs/$1.log"
    [[ $1 != setup || $(<"$work/logs/setup.status") == 0 ]] || finish
}

# later NAME FUNCTION [ARGUMENTS]: run it beside others, as many at once as there are cores.
later() {
    is_wanted "$1" || return 0
    sections+=("$1")
    put_off+=("$1")
    while (($(jobs -rp | wc -l) >= $(getconf _NPROCESSORS_ONLN))); do wait -n; done
    echo "begins after $SECONDS s: $1"
    set -m # a process group of its own, so that stopping it stops what it started
    measured "$@" >"$work/logs/$1.log" &
    set +m
}

# Wait for all that was put off, and print what each said.
await_all() {
    local name
    wait
    for name in "${put_off[@]}"; do
        printf '\n######## %s\n' "$name"
        cat "$work/logs/$name.log"
    done
}

stop_all() {
    local job
    for job in $(jobs -p); do kill -- "-$job"; done
}

# Run a function under `set -e`; its times and exit status go to files.
measured() {
    local name=$1
    shift
    { time CI_SECTION=$name strictly "$@"; } 2>"$work/logs/$name.times"
    echo $? >"$work/logs/$name.status"
}

# In a function of its own: bash would print the times of a bare `time ( ... )` inside the redirections.
strictly() (
    exec </dev/null 2>&1
    # Sections side by side must not clear up each other's folders.
    export CI_SECTION PYTEST_DEBUG_TEMPROOT="$work/tmp-$CI_SECTION"
    mkdir "$PYTEST_DEBUG_TEMPROOT"
    set -euo pipefail
    "$@"
)

# `.ci/run style types` asks for these sections alone; what others stand on runs always.
is_wanted() {
    ((${#wanted_sections[@]} == 0)) || [[ " setup build ${wanted_sections[*]} " == *" ${1%%-*} "* ]]
}

step() { printf '\n---- %s\n' "$*"; }

# Print the table and the count of all tests that ran, and leave.
finish() {
    printf '\n######## summary\n'
    sed 's/^/not on this machine, not tested: Python /' "$work/missing"
    python3 "$here/summary.py" --seconds "$SECONDS" "$work/logs" "${sections[@]}"
    exit
}
