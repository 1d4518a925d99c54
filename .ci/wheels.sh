# The distributions: built, looked at, and checked as their users' tools see them.

# name, folder, the parts of ours that its wheel needs
distributions() {
    cat <<'TABLE'
kohakuengine-config packages/kohakuengine-config
kohakuengine-engine packages/kohakuengine-engine kohakuengine-config
kohakuengine-flow packages/kohakuengine-flow kohakuengine-engine kohakuengine-config
kohakuengine-cli packages/kohakuengine-cli kohakuengine-flow kohakuengine-engine kohakuengine-config
kohakuengine-tooling tools/kohakuengine-tooling kohakuengine-config
kohakuengine packages/kohakuengine kohakuengine-cli kohakuengine-flow kohakuengine-engine kohakuengine-config kohakuengine-tooling
TABLE
}

wheel_of() { ls "$work/dist/${1//-/_}"-[0-9]*.whl; }

build_distributions() {
    local name folder
    while read -r name folder _; do
        step "$name"
        (cd "$folder" && hatch build "$work/dist")
        "$work/tools/bin/check-wheel-contents" --config "$folder/pyproject.toml" "$(wheel_of "$name")"
    done < <(distributions)
    step "twine"
    "$work/tools/bin/twine" check --strict "$work"/dist/*
}

check_wheels() {
    local status=0
    new_venv "$work/users" python3
    install_into "$work/users" "$work"/dist/*.whl --group "$checkout/pyproject.toml:check"
    cd "$work"
    step "import-linter"
    "$work/users/bin/lint-imports" --no-cache --config "$checkout/pyproject.toml" || status=1
    step "a program that uses the wheels: mypy, pyright, jedi"
    check_consumer "$work/users" || status=1
    "$work/users/bin/python" "$here/jedi_resolves.py" || status=1
    return $status
}
