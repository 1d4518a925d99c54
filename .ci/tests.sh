# Tests from wheels, on one interpreter.

# Each distribution's own tests, with its wheel, what it needs, its extras and nothing else of ours: on the newest Python.
# On the oldest they run with its lower bounds. How reading grows with a text is measured in the readme section alone.
test_distributions_alone() {
    local version=$1 python=$2 name folder needs status=0
    while read -r name folder needs; do
        test_one_alone "$version" "$python" "$name" "$folder" $needs || status=1
    done < <(distributions)
    return $status
}

growth=(--ignore-glob "*/test_growth.py")

test_one_alone() {
    local version=$1 python=$2 name=$3 folder=$4 venv="$work/alone-$1-$3" need wheels=()
    shift 4
    for need in "$@"; do wheels+=("$(wheel_of "$need")"); done
    new_venv "$venv" "$python" &&
        install_into "$venv" "$(with_extras "$name")" "${wheels[@]}" pytest hypothesis || return 1
    if compgen -G "$folder/tests/test_*.py" >/dev/null; then
        echo "$name on $version"
        "$venv/bin/pytest" -q --tb=short -p no:cacheprovider "${growth[@]}" "$folder/tests"
    else
        echo "$name on $version: no tests of its own"
        "$venv/bin/python" -c "import importlib.metadata as m; m.distribution('$name')"
    fi
}

with_extras() {
    case $1 in
    kohakuengine-config | kohakuengine) echo "$1[toml,yaml] @ file://$(wheel_of "$1")" ;;
    *) wheel_of "$1" ;;
    esac
}

# The same tests with the lowest versions that the wheels allow, on the oldest interpreter.
test_lower_bounds() {
    local version python venv="$work/bounds" requirements=()
    read -r version python <"$work/interpreters"
    mapfile -t requirements < <(python3 "$here/requirements_of.py" "$work"/dist/*.whl)
    new_venv "$venv" "$python"
    install_into "$venv" --resolution lowest-direct "$work"/dist/*.whl "${requirements[@]}" "pytest>=8.3" "hypothesis>=6.100"
    "$work/bin/uv" pip list --python "$venv/bin/python"
    "$venv/bin/pytest" -q --tb=short -p no:cacheprovider "${growth[@]}" packages tools
}

# The tests of the whole, with all the wheels. What depends on no interpreter (the docs, the benches, the tests of the
# tests and of their yardsticks, what is drawn for ten seconds, what is built of the sources, what asks every command or
# types every hostile text the same) runs in the readme section alone, and so do flows as command lines start them and
# strikes at processes: the launchers' own tests run on every Python but those between. Conversations with the language
# server and hostile texts are for the newest interpreter, and there. Between the oldest and the newest it is what scripts
# do and say that may differ, and how they are read.
test_whole_system() {
    local venv="$work/system-$1" chosen=(tests/conformance packages/kohakuengine-{config,engine}/tests)
    new_venv "$venv" "$2"
    install_into "$venv" "$work"/dist/*.whl --group "$checkout/pyproject.toml:test"
    is_oldest "$1" && chosen=(tests --ignore tests/editor --ignore tests/fuzz)
    is_newest "$1" && chosen=(tests --ignore tests/editor/clients --ignore tests/editor/test_hostile.py)
    "$venv/bin/pytest" -q --tb=short -p no:cacheprovider "${chosen[@]}" \
        --ignore tests/conformance/test_table.py --ignore tests/mutants --ignore tests/e2e/test_config_agreement.py \
        --ignore tests/bench --ignore tests/docs --ignore tests/corpus --ignore tests/truth \
        --ignore tests/flow --ignore tests/kills --ignore tests/fuzz/test_fuzz.py \
        --ignore tests/api/test_ci.py --ignore tests/api/test_wheels.py
}
