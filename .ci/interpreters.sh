# The interpreters of this machine: on PATH, and what pyenv keeps beside it.

supported="3.10 3.11 3.12 3.13 3.14"

# Write `VERSION PYTHON` lines to $work/interpreters, one for each minor version, and what is missing to $work/missing.
find_interpreters() {
    local python
    while read -r python; do describe_interpreter "$python"; done < <(candidates) |
        sort -t' ' -k1,1V -k2,2Vr | awk '!seen[$1]++ { print $1, $3 }' >"$work/interpreters"
    for version in $supported; do
        grep -q "^$version " "$work/interpreters" || echo "$version"
    done >"$work/missing"
}

candidates() {
    local folder python
    while read -r folder; do
        for python in "$folder"/python3.[0-9] "$folder"/python3.[0-9][0-9]; do
            if [[ -x $python ]]; then echo "$python"; fi
        done
    done < <(
        tr ':' '\n' <<<"$PATH"
        compgen -G "${PYENV_ROOT:-$HOME/.pyenv}/versions/*/bin" || true
    ) | sort -u
}

# Print `3.11 3.11.7 /path`; nothing for what is too old, free-threaded or does not start (the shim of a version that is
# switched off).
describe_interpreter() {
    "$1" -I - 2>/dev/null <<'PYTHON' || true
import sys, sysconfig
if sys.version_info >= (3, 10) and not sysconfig.get_config_var("Py_GIL_DISABLED"):
    print("%d.%d" % sys.version_info[:2], "%d.%d.%d" % sys.version_info[:3], sys.executable)
PYTHON
}

# README's command runs all tests on a Python of its own: print the others, the oldest first.
interpreters_beside_readme() {
    grep -v "^$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])') " "$work/interpreters" || true
}

is_newest() { [[ $1 == "$(tail -n 1 "$work/interpreters" | cut -d " " -f 1)" ]]; }
is_oldest() { [[ $1 == "$(head -n 1 "$work/interpreters" | cut -d " " -f 1)" ]]; }
