# What the sections stand on: a clean checkout, uv and hatch in a folder of their own, the list of interpreters.

set_up() {
    git clone --quiet "$1" "$checkout"
    [[ -z $(git -C "$1" status --porcelain) ]] || echo "note: changes that are not committed are not checked"

    step "interpreters"
    find_interpreters
    cat "$work/interpreters"
    sed 's/^/not on this machine, not tested: Python /' "$work/missing"

    step "tools"
    python3 -m pip install --quiet --root-user-action ignore --target "$work/bootstrap" uv
    mkdir -p "$work/bin"
    ln -s "$work/bootstrap/bin/uv" "$work/bin/uv"
    new_venv "$work/tools" python3
    install_into "$work/tools" hatch twine check-wheel-contents
    "$work/tools/bin/hatch" --version
    "$work/bin/uv" --version
}

new_venv() { "$work/bin/uv" venv --quiet --no-project --python "$2" "$1"; }

install_into() {
    local venv=$1
    shift
    "$work/bin/uv" pip install --quiet --python "$venv/bin/python" "$@"
}

hatch() { "$work/tools/bin/hatch" --quiet "$@"; }
