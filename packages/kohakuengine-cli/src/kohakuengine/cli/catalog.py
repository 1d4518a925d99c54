"""The option table: every command of `kogine`, as plain data.

The fast path of `kogine run`, the click commands, `--help`, shell completion and the reference
page are all made from these rows, so none of them can know an option that another does not.
"""

from __future__ import annotations

from kohakuengine.cli.catalog_runs import RUNS_COMMANDS
from kohakuengine.cli.catalog_workflow import WORKFLOW_COMMANDS
from kohakuengine.cli.entry import RUN_OPTIONS
from kohakuengine.cli.rows import Argument, Command, Option

__all__ = ["COMMANDS", "GROUPS", "RUN", "SHELLS"]

SHELLS = ("bash", "zsh", "fish")

RUN = Command(
    path=("run",),
    summary="Run a script, with some of its values changed",
    usage="SCRIPT[:FUNC] | -m MODULE [-c CONFIG] [-s NAME=VALUE]... [-- ARGS...]",
    target="kohakuengine.cli.entry:run",
    details=(
        (
            "Does what 'python SCRIPT' does, except that the values you name are different. The script is "
            "not edited and needs no import of ours; stdout, exit code and sys.argv stay its own."
        ),
        (
            "Values come from a config file, then from --set, which wins. A config that yields several "
            "configs runs the script once for each, in order, and stops at the first run that fails."
        ),
        (
            "SCRIPT:FUNC calls that function instead of what the script itself calls. Everything after "
            "'--' is handed to the script as its arguments."
        ),
        "Exit code: the script's own; 2 when the command, the config or an override is wrong; 130 on Ctrl-C.",
    ),
    arguments=(
        Argument(
            name="script",
            metavar="SCRIPT[:FUNC]",
            about="The Python file to run, and the function to call in it.",
            is_required=False,
            completes="target",
        ),
    ),
    options=tuple(Option(**row) for row in RUN_OPTIONS),
    examples=(
        ("kogine run train.py", "like python train.py"),
        ("kogine run train.py --set lr=0.01 --set epochs=3", "change two values"),
        ("kogine run train.py -c configs/small.py", "values from a config file"),
        ("kogine run train.py -c sweep.py --set epochs=1", "every config of a sweep, each with one epoch"),
        ("kogine run train.py:evaluate", "call evaluate() of train.py"),
        ("kogine run -m package.train --set lr=0.01", "a module, relative imports working"),
        ("kogine run train.py --set lr=0.01 -- --resume last", "'--resume last' goes to the script"),
        ("kogine run train.py --set lr=0.01 --dry-run", "show what would be changed, run nothing"),
    ),
    has_script_args=True,
)

_FORMAT = Option(
    name="output_format",
    flags=("--format",),
    metavar="FORMAT",
    about="How to print it: table, or json for programs.",
    choices=("table", "json"),
    default="table",
    completes="choice",
)

_CONFIGS = Argument(
    name="configs",
    metavar="CONFIG",
    about="Config files.",
    is_repeatable=True,
    completes="config",
)

_CONFIG_VALIDATE = Command(
    path=("config", "validate"),
    summary="Load config files and say what they hold",
    usage="CONFIG...",
    target="kohakuengine.cli.config_validate:validate",
    details=(
        (
            "Loads each config, which executes it, and draws every config of a generator. "
            "'kogine config check' looks without executing anything."
        ),
        "Exit code: 0 when all of them loaded, 2 when one did not.",
    ),
    arguments=(_CONFIGS,),
    options=(
        Option(
            name="limit",
            flags=("--limit",),
            metavar="N",
            about="Draw at most so many configs of a generator.",
            default="10000",
        ),
    ),
    examples=(
        ("kogine config validate configs/sweep.py", "one line: its type, and how many configs"),
        ("kogine config validate configs/*.py", "several; the others are loaded when one fails"),
    ),
)

_CONFIG_SHOW = Command(
    path=("config", "show"),
    summary="Load a config file and print its values",
    usage="CONFIG [--format table|json] [--limit N]",
    target="kohakuengine.cli.config_show:show",
    details=(
        (
            "Loads the config, which executes it. The configs of a generator are printed as they are "
            "drawn, so the first ones of an endless generator show at once."
        ),
    ),
    arguments=(Argument(name="config", metavar="CONFIG", about="The config file.", completes="config"),),
    options=(
        _FORMAT,
        Option(
            name="limit",
            flags=("--limit",),
            metavar="N",
            about="Stop after so many configs of a generator; all of them by default.",
        ),
    ),
    examples=(
        ("kogine config show configs/small.py", "a table of its values"),
        ("kogine config show configs/sweep.py --limit 3", "the first three of a sweep"),
        ("kogine config show configs/sweep.py --format json", "for programs"),
    ),
)

_CONFIG_CHECK = Command(
    path=("config", "check"),
    summary="Compare config files with their script, executing nothing",
    usage="CONFIG... [--script SCRIPT] [--format table|json]",
    target="kohakuengine.cli.config_check:check",
    details=(
        (
            "Reads both files as text: every name of the config must be a parameter of the script, and "
            "values that can be read without running must fit its type."
        ),
        (
            "Without --script, a line '# kogine: script = train.py' in the config names it, or a table "
            "[[tool.kogine.configs]] of pyproject.toml; else X_config.py or configs/X*.py belongs to the "
            "X.py beside it or one folder up."
        ),
        "Exit code: 0 when nothing is wrong, 1 when something is, 2 when a file could not be read.",
    ),
    arguments=(_CONFIGS,),
    options=(
        Option(
            name="script",
            flags=("--script",),
            metavar="SCRIPT",
            about="The script they are for.",
            completes="script",
        ),
        _FORMAT,
    ),
    examples=(
        ("kogine config check configs/*.py", "check a folder, say in CI"),
        ("kogine config check small.py --script train.py", "name the script"),
    ),
)

_CONFIG_INIT = Command(
    path=("config", "init"),
    summary="Write a config file from a script's parameters",
    usage="SCRIPT | -m MODULE [-o FILE] [--form bare|config_gen] [--force]",
    target="kohakuengine.cli.config_init:init",
    details=(
        (
            "Lists every parameter of the script with its default and its comment, all of them commented "
            "out: uncomment what should change. The script is read, not run."
        ),
        "Without -o the file is named after the script (train.py: train_config.py) and lies beside it; "
        "that of a module lies in the working directory.",
    ),
    arguments=(
        Argument(
            name="script",
            metavar="SCRIPT",
            about="The script to write it for.",
            is_required=False,
            completes="script",
        ),
    ),
    options=(
        Option(
            name="module",
            flags=("-m", "--module"),
            metavar="MODULE",
            about="A module to write it for, instead of a file.",
            completes="module",
        ),
        Option(
            name="output",
            flags=("-o", "--output"),
            metavar="FILE",
            about="Where to write; '-' prints it.",
            completes="file",
        ),
        Option(
            name="form",
            flags=("--form",),
            metavar="FORM",
            about="bare: plain assignments, the default; config_gen: a function that returns a Config, the "
            "default where all values are members of classes.",
            choices=("bare", "config_gen"),
            completes="choice",
        ),
        Option(
            name="is_forced",
            flags=("-f", "--force"),
            about="Write even where the file exists.",
        ),
    ),
    examples=(
        ("kogine config init train.py", "writes train_config.py"),
        ("kogine config init -m package.train", "writes train_config.py for a module"),
        ("kogine config init train.py --form config_gen -o -", "print the other form"),
    ),
)

_COMPLETION = Command(
    path=("completion",),
    summary="Print the completion script of a shell",
    usage="bash|zsh|fish",
    target="kohakuengine.cli.completion:completion",
    details=(
        (
            "Completes commands, options, files, and the names and values of --set, which are read from "
            "the script without running it. Write it into a file once, in a folder that is there; new shells "
            "then load it at the first Tab."
        ),
    ),
    arguments=(
        Argument(
            name="shell",
            metavar="SHELL",
            about="bash, zsh or fish.",
            choices=SHELLS,
            completes="choice",
        ),
    ),
    examples=(
        ("kogine completion bash > ~/.local/share/bash-completion/completions/kogine", "for bash-completion"),
        ("kogine completion zsh > ~/.zfunc/_kogine", "where ~/.zfunc is in the fpath"),
        ("kogine completion fish > ~/.config/fish/completions/kogine.fish", "for fish"),
    ),
)

_VERSION = Command(
    path=("version",),
    summary="Print the version",
    usage="",
    target="kohakuengine.cli.version:version",
    examples=(("kogine version", "the versions of kogine and of its Python"),),
)

_HELP = Command(
    path=("help",),
    summary="Explain a command",
    usage="[COMMAND]",
    target="kohakuengine.cli.help:show_help",
    arguments=(
        Argument(
            name="words",
            metavar="COMMAND",
            about="The command to explain; all of them without it.",
            is_required=False,
            is_repeatable=True,
            completes="command",
        ),
    ),
    examples=(("kogine help config check", "the same as kogine config check --help"),),
)

COMMANDS = (
    RUN,
    *WORKFLOW_COMMANDS,
    _CONFIG_VALIDATE,
    _CONFIG_SHOW,
    _CONFIG_CHECK,
    _CONFIG_INIT,
    *RUNS_COMMANDS,
    _COMPLETION,
    _VERSION,
    _HELP,
)

# Commands that hold others, with the line that describes them.
GROUPS = {
    "workflow": "Run many scripts or configs: sequential, parallel, run",
    "config": "Look at config files: validate, show, check, init",
    "runs": "Look at runs: list, show, logs, compare, rerun, rm, export",
}
