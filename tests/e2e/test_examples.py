"""The examples do what they say, typed as the README of the folder and the first design have it."""

from __future__ import annotations

import ast
import shutil
from itertools import product
from typing import TYPE_CHECKING

import pytest

from .conftest import REPOSITORY

if TYPE_CHECKING:
    from .conftest import Checkout

SCRIPTS = sorted(path.name for path in (REPOSITORY / "examples/scripts").glob("*.py"))
CONFIGS = sorted(path.name for path in (REPOSITORY / "examples/configs").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_kogine_run_does_what_python_does(checkout: Checkout, script: str) -> None:
    _prepare(checkout, script)
    plain = checkout.python(f"examples/scripts/{script}")
    plain_files = checkout.files()
    _clear(checkout)
    _prepare(checkout, script)

    ours = checkout.kogine(f"run examples/scripts/{script}")

    assert ours == plain
    assert checkout.files() == plain_files
    assert (plain.err, plain.code) == ("", 0)


def _prepare(checkout: Checkout, script: str) -> None:
    """Run the stages that a script builds on."""
    if script == "evaluate.py":
        checkout.python("examples/scripts/preprocess.py")
        checkout.python("examples/scripts/train_simple.py")


def _clear(checkout: Checkout) -> None:
    for path in checkout.folder.iterdir():
        if path.name != "examples":
            shutil.rmtree(path)


def test_hello_with_its_config(checkout: Checkout) -> None:
    ended = checkout.kogine("run examples/scripts/hello.py --config examples/configs/hello_config.py")

    assert (ended.out, ended.err, ended.code) == ("Welcome to, KohakuEngine!\n", "", 0)


def test_three_stages_hand_on_their_files(checkout: Checkout) -> None:
    steps = [
        checkout.kogine("run examples/scripts/preprocess.py --set test_fraction=0.5"),
        checkout.kogine("run examples/scripts/train_simple.py --set epochs=5"),
        checkout.kogine("run examples/scripts/evaluate.py --set threshold=0.1"),
    ]

    assert [step.out for step in steps] == [
        "196 rows to train on, 196 to test on, 8 broken ones left out\n",
        "best: loss 0.4519 after 5 epochs (learning rate 0.05, batch size 32)\n",
        "accuracy 0.898 on 196 rows (best.pt)\n",
    ]
    assert [(step.err, step.code) for step in steps] == [("", 0)] * 3


def test_paths_of_the_stages_are_globals(checkout: Checkout) -> None:
    steps = [
        checkout.kogine("run examples/scripts/preprocess.py --set input_dir=in --set output_dir=out"),
        checkout.kogine(
            "run examples/scripts/train_simple.py --set data_dir=out --set checkpoint_dir=models"
        ),
        checkout.kogine(
            "run examples/scripts/evaluate.py --set data_dir=out --set model_path=models/best.pt"
        ),
    ]

    assert [step.code for step in steps] == [0, 0, 0]
    assert sorted(checkout.files()) == ["in/toy.csv", "models/best.pt", "out/test.csv", "out/train.csv"]


def test_evaluate_without_a_model_says_so(checkout: Checkout) -> None:
    ended = checkout.kogine("run examples/scripts/evaluate.py --set model_path=none.pt")

    message = "none.pt: no such model, run train_simple.py first\n"
    assert (ended.out, ended.err, ended.code) == ("", message, 1)


def test_sweep_runs_every_config_in_order(checkout: Checkout) -> None:
    ended = checkout.kogine("run examples/scripts/train_simple.py --config examples/configs/sweep_config.py")

    assert ended.out == (
        "lr0.001_bs16: loss 0.6637 after 3 epochs (learning rate 0.001, batch size 16)\n"
        "lr0.001_bs32: loss 0.6774 after 3 epochs (learning rate 0.001, batch size 32)\n"
        "lr0.001_bs64: loss 0.6852 after 3 epochs (learning rate 0.001, batch size 64)\n"
        "lr0.01_bs16: loss 0.4899 after 3 epochs (learning rate 0.01, batch size 16)\n"
        "lr0.01_bs32: loss 0.5648 after 3 epochs (learning rate 0.01, batch size 32)\n"
        "lr0.01_bs64: loss 0.6213 after 3 epochs (learning rate 0.01, batch size 64)\n"
        "lr0.1_bs16: loss 0.2522 after 3 epochs (learning rate 0.1, batch size 16)\n"
        "lr0.1_bs32: loss 0.2936 after 3 epochs (learning rate 0.1, batch size 32)\n"
        "lr0.1_bs64: loss 0.3636 after 3 epochs (learning rate 0.1, batch size 64)\n"
    )
    assert ended.err == "".join(
        f"kogine: run {number}: learning_rate={lr} batch_size={bs} experiment_name='lr{lr}_bs{bs}'\n"
        for number, (lr, bs) in enumerate(product((0.001, 0.01, 0.1), (16, 32, 64)), start=1)
    )
    assert ended.code == 0
    assert sorted(checkout.files()) == sorted(
        f"checkpoints/lr{lr}_bs{bs}.pt" for lr, bs in product((0.001, 0.01, 0.1), (16, 32, 64))
    )


def test_each_resumed_run_begins_where_the_one_before_stopped(checkout: Checkout) -> None:
    line = "run examples/scripts/train_with_checkpoint.py --config examples/configs/resume_config.py"

    first, second = checkout.kogine(line), checkout.kogine(line)

    assert first.out == (
        "epoch 0 from scratch: loss 0.3221, w 1.923, b 0.987\n"
        "epoch 1 from epoch_000.pt: loss 0.0151, w 2.014, b 0.931\n"
        "epoch 2 from epoch_001.pt: loss 0.0119, w 2.006, b 1.005\n"
        "epoch 3 from epoch_002.pt: loss 0.0133, w 1.984, b 1.017\n"
    )
    assert second.out.splitlines()[0] == "epoch 4 from epoch_003.pt: loss 0.0143, w 1.996, b 1.073"
    assert (first.code, second.code) == (0, 0)


def test_config_from_json(checkout: Checkout) -> None:
    line = "run examples/scripts/train_simple.py --config examples/configs/external_json_config.py"

    ended = checkout.kogine(line)

    expected = "from_json: loss 0.2290 after 3 epochs (learning rate 0.2, batch size 16)\n"
    assert (ended.out, ended.err, ended.code) == (expected, "", 0)


def test_json_file_is_a_config_too(checkout: Checkout) -> None:
    line = "run examples/scripts/train_simple.py --config examples/configs/external_values.json"

    ended = checkout.kogine(line)

    expected = "from_json: loss 0.2290 after 3 epochs (learning rate 0.2, batch size 16)\n"
    assert (ended.out, ended.err, ended.code) == (expected, "", 0)


def test_pipeline_config_is_for_more_than_one_script(checkout: Checkout) -> None:
    line = "run examples/scripts/evaluate.py --config examples/configs/pipeline_config.py"

    ended = checkout.kogine(line)

    assert (ended.out, ended.code) == ("", 2)
    assert ended.err.startswith(
        "kogine: error: examples/scripts/evaluate.py: no parameter 'input_dir' (KE101)."
    )


def test_flat_script_takes_a_bare_config_and_a_value(checkout: Checkout) -> None:
    line = "run examples/scripts/train_bigram.py --config examples/configs/train_bigram_tiny.py"

    ended = checkout.kogine(f"{line} --set max_iters=20")

    assert ended.out == (
        "digits: 1064 characters, vocab size 17, 289 parameters\n"
        "step 0: train loss 2.8332, val loss 2.8332\n"
        "iter 0: loss 2.8332, lr 0.250\n"
        "step 20: train loss 1.2313, val loss 1.5501\n"
        "iter 20: loss 1.3237, lr 0.150\n"
        "152. plus plus 11 plus 330 32. 1is 3338. 2. plus plus 41169is\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_bare_config_builds_on_another(checkout: Checkout) -> None:
    script = "run examples/scripts/train_bigram.py --config examples/configs/train_bigram"
    tiny = checkout.kogine(f"{script}_tiny.py")

    ended = checkout.kogine(f"{script}_finetune.py")

    assert tiny.code == 0
    assert ended.out == (
        "digits: 1064 characters, vocab size 17, 289 parameters\n"
        "step 20: train loss 1.3399, val loss 1.6217\n"
        "iter 20: loss 1.6655, lr 0.500\n"
        "step 40: train loss 1.0797, val loss 1.6409\n"
        "iter 40: loss 1.1412, lr 0.500\n"
        "step 60: train loss 1.0808, val loss 1.5256\n"
        "iter 60: loss 0.9069, lr 0.500\n"
        "1 474. is 4. 10. 47 is is 4 4 is 10 4. 7 plus 4 7 19 138. 10 \n"
        "19 is is is plus is 4 410. 46 3 . 4 3 6 1 352. 7 is is is is \n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_options_are_set_and_typed(checkout: Checkout) -> None:
    values = "--set lr=0.05 --set optimizer=momentum --set truth=3,-1"

    ended = checkout.kogine(f"run examples/scripts/fit_line.py {values} -- --verbose")

    assert ended.out == (
        "step 0: error -1.0665\n"
        "step 50: error +0.0996\n"
        "step 100: error +0.0165\n"
        "step 150: error -0.0000\n"
        "momentum, lr 0.05: y = 3.000 x + -1.000 after 200 steps\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_option_that_the_parser_would_refuse(checkout: Checkout) -> None:
    typed = checkout.python("examples/scripts/fit_line.py --optimizer=adam")

    ended = checkout.kogine("run examples/scripts/fit_line.py --set optimizer=adam")

    assert (ended.out, ended.code) == (typed.out, typed.code) == ("", 2)
    assert "got 'adam' (KE201)" in ended.err


def test_every_config_is_valid(checkout: Checkout) -> None:
    ended = checkout.kogine("config validate " + " ".join(f"examples/configs/{name}" for name in CONFIGS))

    assert ended.out == (
        "examples/configs/external_json_config.py: Config, 3 globals\n"
        "examples/configs/hello_config.py: Config, 2 globals, 1 kwarg\n"
        "examples/configs/pipeline_config.py: Config, 8 globals\n"
        "examples/configs/resume_config.py: ConfigGenerator, 4 configs\n"
        "examples/configs/sweep_config.py: ConfigGenerator, 9 configs\n"
        "examples/configs/train_bigram_finetune.py: Config, 14 globals\n"
        "examples/configs/train_bigram_tiny.py: Config, 10 globals\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_show_prints_the_values(checkout: Checkout) -> None:
    ended = checkout.kogine("config show examples/configs/hello_config.py")

    assert ended.out == (
        "examples/configs/hello_config.py: Config\n"
        "        name      type  value\n"
        "global  name      str   'KohakuEngine'\n"
        "global  greeting  str   'Welcome to'\n"
        "kwarg   excited   bool  True\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_check_finds_the_script_of_every_config_and_nothing_wrong(checkout: Checkout) -> None:
    configs = [name for name in CONFIGS if name != "pipeline_config.py"]

    ended = checkout.kogine("config check " + " ".join(f"examples/configs/{name}" for name in configs))

    assert [line.removeprefix("examples/configs/") for line in ended.out.splitlines()] == [
        "external_json_config.py: ok, as far as it can be read without running it "
        "(script examples/scripts/train_simple.py)",
        "hello_config.py: ok (script examples/scripts/hello.py)",
        "resume_config.py: ok (script examples/scripts/train_with_checkpoint.py)",
        "sweep_config.py: ok (script examples/scripts/train_simple.py)",
        "train_bigram_finetune.py: ok (script examples/scripts/train_bigram.py)",
        "train_bigram_tiny.py: ok (script examples/scripts/train_bigram.py)",
    ]
    assert (ended.err, ended.code) == ("", 0)


def test_check_of_the_pipeline_config_names_what_one_script_lacks(checkout: Checkout) -> None:
    line = "config check examples/configs/pipeline_config.py --script examples/scripts/evaluate.py"

    ended = checkout.kogine(line)

    lacking = [
        (9, "input_dir"),
        (10, "output_dir"),
        (11, "test_fraction"),
        (13, "learning_rate"),
        (14, "epochs"),
        (20, "seed"),
    ]
    assert [line.removeprefix("examples/configs/pipeline_config.py") for line in ended.out.splitlines()] == [
        *(
            f":{line}: no parameter '{name}' in examples/scripts/evaluate.py (KE101)."
            for line, name in lacking
        ),
        ": 6 problems (script examples/scripts/evaluate.py)",
    ]
    assert (ended.err, ended.code) == ("", 1)


def _commands_of_the_readme() -> list[str]:
    """Return the command lines of both blocks; one may be continued."""
    text = (REPOSITORY / "examples/README.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in text.split("```bash\n")[1:]]
    lines = "".join(blocks).replace("\\\n", "").splitlines()
    return [" ".join(line.removeprefix("kogine ").split()) for line in lines]


@pytest.mark.parametrize("line", _commands_of_the_readme())
def test_commands_of_the_readme_work(checkout: Checkout, line: str) -> None:
    expanded = line.replace("train_bigram_*.py", "train_bigram_tiny.py")

    ended = checkout.kogine(expanded)

    assert ended.code == 0
    assert "error" not in ended.err


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_need_the_standard_library_alone(script: str) -> None:
    allowed = {"argparse", "csv", "math", "os", "pathlib", "pickle", "random", "sys", "time"}
    tree = ast.parse((REPOSITORY / "examples/scripts" / script).read_text(encoding="utf-8"))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported <= allowed


def test_workflow_of_three_scripts_hands_files_on(checkout: Checkout) -> None:
    ended = checkout.python("examples/workflows/simple_workflow.py")

    assert (ended.err, ended.code) == ("", 0)
    assert ended.out == (
        "294 rows to train on, 98 to test on, 8 broken ones left out\n"
        "best: loss 0.4709 after 3 epochs (learning rate 0.05, batch size 32)\n"
        "accuracy 0.929 on 98 rows (best.pt)\n"
        "Workflow completed with 3 steps\n"
    )


def test_workflow_of_a_sweep_finds_the_best(checkout: Checkout) -> None:
    ended = checkout.python("examples/workflows/parallel_sweep.py")

    assert (ended.out, ended.err, ended.code) == ("Best loss of 9 runs: 0.2522\n", "", 0)
    models = [name for name in checkout.files() if name.startswith("checkpoints/")]
    assert len(models) == 9


def test_workflow_goes_on_from_checkpoints(checkout: Checkout) -> None:
    first, second = (checkout.python("examples/workflows/resume_training.py") for _ in range(2))

    assert first.out.splitlines()[-1] == "Loss after 4 more epochs: 0.0133"
    assert second.out.splitlines()[0] == "epoch 4 from epoch_003.pt: loss 0.0143, w 1.996, b 1.073"
    assert (first.err, first.code, second.code) == ("", 0, 0)


def test_pipeline_config_serves_three_scripts(checkout: Checkout) -> None:
    names = ("preprocess", "train_simple", "evaluate")
    scripts = " ".join(f"examples/scripts/{name}.py" for name in names)

    ended = checkout.kogine(f"workflow sequential {scripts} --config examples/configs/pipeline_config.py")

    assert ended.code == 0
    assert ended.out.splitlines()[-1] == "accuracy 0.962 on 78 rows (best.pt)"
    assert "3 of 3 runs completed" in ended.err
