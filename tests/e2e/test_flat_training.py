"""A flat training script in nanoGPT's style, of about 40 globals, works without its configurator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts" / "flat_training"
MARK = "# (the configurator's line stands here)"
CONFIGURATOR = "exec(open('configurator.py').read())"
TIMEOUT_S = 60.0


class Training:
    """A folder with the script, run by kogine or, with the configurator put back, by plain python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kogine(self, config: str | None = None, **values: object) -> str:
        """Return what `kogine run train.py` prints with a config and `--set` on top."""
        words = [str(Path(sys.executable).with_name("kogine")), "run", "train.py"]
        words += ["--config", f"config/{config}.py"] if config else []
        for name, value in values.items():
            words += ["--set", f"{name}={value}"]
        return self._run(words)

    def python(self, config: str | None = None, **values: object) -> str:
        """Return what the script prints in its own style: `python train.py config/x.py --name=value`."""
        script = (self.folder / "train.py").read_text(encoding="utf-8")
        assert script.count(MARK) == 1
        (self.folder / "original.py").write_text(script.replace(MARK, CONFIGURATOR), encoding="utf-8")
        words = [sys.executable, "original.py", *([f"config/{config}.py"] if config else [])]
        return self._run([*words, *(f"--{name}={value}" for name, value in values.items())])

    def checkpoint(self, out_dir: str) -> dict[str, object]:
        """Return the checkpoint that a run left."""
        text = (self.folder / out_dir / "ckpt.json").read_text(encoding="utf-8")
        return json.loads(text)  # type: ignore[no-any-return]

    def _run(self, words: list[str]) -> str:
        environment = os.environ | {"XDG_CACHE_HOME": str(self.folder / "cache"), "PYTHONUTF8": "1"}
        done = subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
        return done.stdout.decode("utf-8")


@pytest.fixture
def kogine(tmp_path: Path) -> Training:
    """A folder in which only kogine trains."""
    return Training(shutil.copytree(SCRIPTS, tmp_path / "kogine", copy_function=shutil.copy))


@pytest.fixture
def original(tmp_path: Path) -> Training:
    """A folder in which the script trains in its own style."""
    return Training(shutil.copytree(SCRIPTS, tmp_path / "original", copy_function=shutil.copy))


VALUES: dict[str, object] = {
    "learning_rate": 0.25,
    "block_size": 9,
    "wandb_run_name": "run-7",
    "decay_lr": False,
    "grad_clip": 0.0,
    "start": "t",
    "device": "cuda:0",
    "out_dir": "out-set",
}


def _globals_of(script: Path) -> int:
    text = script.read_text(encoding="utf-8").partition("config_keys =")[0]
    return sum(line[:1].isalpha() and " = " in line for line in text.splitlines())


def test_the_script_has_about_forty_settings() -> None:
    assert 35 <= _globals_of(SCRIPTS / "train.py") <= 45
    assert CONFIGURATOR not in (SCRIPTS / "train.py").read_text(encoding="utf-8").partition('"""\nimport')[2]


@pytest.mark.parametrize("config", [None, "train_counting", "eval_sonnet"])
@pytest.mark.parametrize("names", [[], ["learning_rate"], list(VALUES)], ids=["bare", "one", "many"])
def test_kogine_trains_as_the_configurator_did(
    config: str | None, names: list[str], kogine: Training, original: Training
) -> None:
    values = {name: VALUES[name] for name in names}
    wanted = original.python(config, **values)

    assert kogine.kogine(config, **values) == wanted
    assert kogine.kogine(config, **values) == wanted, "from the compile cache"
    assert _files(kogine) == _files(original)


def _files(training: Training) -> dict[str, bytes]:
    found = sorted(path for path in training.folder.glob("out*/*"))
    return {path.relative_to(training.folder).as_posix(): path.read_bytes() for path in found}


def test_training_goes_on_from_a_checkpoint(kogine: Training, original: Training) -> None:
    original.python("train_counting")
    kogine.kogine("train_counting")

    wanted = original.python("finetune_counting", seed=7)
    assert "Resuming training from out-counting" in wanted
    assert kogine.kogine("finetune_counting", seed=7) == wanted


def test_derived_values_follow_the_config_and_the_command_line(kogine: Training) -> None:
    shown = kogine.kogine("train_counting", batch_size=3, learning_rate=0.4)

    assert "tokens per iteration will be: 36\n" in shown  # 1 step * 3 of --set * 12 of the config
    config = kogine.checkpoint("out-counting")["config"]
    assert isinstance(config, dict)
    assert (config["batch_size"], config["block_size"], config["learning_rate"]) == (3, 12, 0.4)
    assert config["min_lr"] == 0.05, "computed in the config file, from the config's own learning rate"
    assert config["beta1"] == 0.9, "as the script has it"
    assert kogine.checkpoint("out-counting")["model_args"] == {
        "n_layer": 6,
        "n_head": 4,
        "n_embd": 16,
        "block_size": 12,
        "bias": False,
        "dropout": 0.2,
    }


def test_the_script_sees_no_name_of_ours_among_its_settings(kogine: Training) -> None:
    shown = kogine.kogine("train_counting")

    printed = json.loads(shown.splitlines()[-1])
    assert len(printed) == _globals_of(SCRIPTS / "train.py")


def test_a_name_that_looks_like_a_number_stays_a_name(kogine: Training) -> None:
    shown = kogine.kogine("train_counting", wandb_run_name="1e5")  # the configurator refuses this one

    assert "wandb: counting-char/1e5 " in shown
    assert json.loads(shown.splitlines()[-1])["wandb_run_name"] == "1e5"
