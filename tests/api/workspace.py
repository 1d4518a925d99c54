"""The distributions of the workspace and what each may import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One distribution: where it stands, what it holds, what it needs of the others."""

    name: str
    folder: Path
    package: str | None
    needs: tuple[str, ...] = ()

    @property
    def source(self) -> Path:
        """The folder of its package in the workspace."""
        assert self.package is not None
        return self.folder.joinpath("src", *self.package.split("."))


def _part(part: str, *needs: str) -> Distribution:
    return Distribution(
        name=f"kohakuengine-{part}",
        folder=ROOT / "packages" / f"kohakuengine-{part}",
        package=f"kohakuengine.{part}",
        needs=needs,
    )


CONFIG = _part("config")
ENGINE = _part("engine", "kohakuengine-config")
FLOW = _part("flow", "kohakuengine-engine")
CLI = _part("cli", "kohakuengine-flow")
TOOLING = Distribution(
    name="kohakuengine-tooling",
    folder=ROOT / "tools" / "kohakuengine-tooling",
    package="kohakuengine_tooling",
    needs=("kohakuengine-config",),
)
UMBRELLA = Distribution(
    name="kohakuengine",
    folder=ROOT / "packages" / "kohakuengine",
    package=None,
    needs=("kohakuengine-cli", "kohakuengine-tooling"),
)
DISTRIBUTIONS = (CONFIG, ENGINE, FLOW, CLI, TOOLING, UMBRELLA)
PARTS = tuple(one for one in DISTRIBUTIONS if one.package is not None)


def closure(wanted: Distribution) -> list[Distribution]:
    """List `wanted` and all the distributions that it needs, directly or not."""
    found = [wanted]
    for name in wanted.needs:
        found += closure(next(one for one in DISTRIBUTIONS if one.name == name))
    return list(dict.fromkeys(found))
