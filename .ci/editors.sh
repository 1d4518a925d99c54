# Editors that nobody here wrote, with the language clients that they bring, and pytest-lsp, in an environment of its
# own: it brings pytest-asyncio, whose warnings are errors elsewhere.

test_editors() {
    local venv="$work/editors" left_out=()
    install_editors
    command -v nvim >/dev/null || leave_out Neovim neovim
    has_eglot || leave_out "Emacs with eglot" eglot
    new_venv "$venv" python3
    install_into "$venv" "$work"/dist/*.whl pytest pyyaml "pytest-lsp>=1"
    "$venv/bin/pytest" -q --tb=short -p no:cacheprovider -p no:asyncio tests/editor/clients "${left_out[@]}"
}

# Debian's packages, where they are missing and may be installed. Emacs brings eglot since version 29.
install_editors() {
    local get=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    if command -v nvim >/dev/null && has_eglot; then return; fi
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then return; fi
    "${get[@]}" update && "${get[@]}" install -y --no-install-recommends neovim emacs-nox || return 0
    has_eglot || "${get[@]}" install -y --no-install-recommends elpa-eglot || return 0
}

has_eglot() {
    emacs --batch --eval "(progn (require 'package) (package-initialize) (require 'eglot))" >/dev/null 2>&1
}

leave_out() {
    echo "not on this machine, not tested: $1"
    left_out+=(--ignore "tests/editor/clients/test_$2.py")
}
