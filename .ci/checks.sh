# README's commands, and the checks of the sources.

# Run both commands as a reader would: copied from README, in a checkout of their own. Editors have a section.
run_readme() {
    local status=0 name
    export PYTEST_ADDOPTS="--ignore tests/editor/clients"
    git clone --quiet "$checkout" "$work/readme"
    cd "$work/readme"
    for name in hello tests; do
        step "$(readme_command "$name")"
        bash -euc "$(readme_command "$name")" || status=1
    done
    return $status
}

# The lines of the code block that follows the mark `<!-- ci: NAME -->` in README.md.
readme_command() {
    sed -n "/<!-- ci: $1 -->/,/^\`\`\`\$/p" README.md | sed '1,/^```/d; /^```$/d'
}

check_style() {
    local status=0
    hatch run check:ruff check . || status=1
    hatch run check:ruff format --check . || status=1
    return $status
}

check_types() {
    local status=0 venv folder
    hatch run check:mypy || status=1
    # pyright is content where its configuration leads it to no file at all.
    hatch run check:pyright --stats | tee "$work/pyright" || status=1
    grep -q "Total files checked: [1-9]" "$work/pyright" || status=1
    venv=$(hatch env find check)
    for folder in packages/*/tests tools/*/tests; do
        compgen -G "$folder/*.py" >/dev/null || continue
        step "$folder"
        (cd "$folder" && "$venv/bin/mypy" --config-file "$checkout/pyproject.toml" .) || status=1
    done
    step "a program that uses the workspace"
    check_consumer "$venv" || status=1
    return $status
}

# Check tests/api/consumer.py as a user would: outside the checkout, against what is installed in a venv.
check_consumer() {
    local folder status=0
    folder=$(mktemp -d "$work/consumer.XXXXXX")
    cp "$checkout/tests/api/consumer.py" "$folder"
    cd "$folder"
    "$1/bin/mypy" --strict --python-executable "$1/bin/python" consumer.py || status=1
    "$1/bin/pyright" --pythonpath "$1/bin/python" consumer.py || status=1
    cd "$OLDPWD"
    return $status
}
