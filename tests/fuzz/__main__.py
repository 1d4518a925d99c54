"""Read what no person has written, and say whether anything went wrong; end with 1 where something did.

python -m tests.fuzz                    ten minutes
python -m tests.fuzz --seconds 60       shorter
python -m tests.fuzz --seed 7           the same once more
python -m tests.fuzz --hostile          the table of hostile texts: seconds at half and at full size, findings
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from .campaign import Campaign
from .hostile_report import report_hostile


def main(words: list[str] | None = None) -> int:
    """Fuzz for a while.

    Returns:
        1 where something went wrong, else 0.
    """
    options = _options(words)
    with TemporaryDirectory(prefix="kohakuengine-fuzz.") as folder:
        if options.hostile:
            return report_hostile(Path(folder), options.hostile)
        seed = options.seed if options.seed is not None else int(time.time())
        print(f"seed {seed}", flush=True)
        campaign = Campaign(Path(folder), seed)
        with campaign:
            campaign.run(options.seconds)
        print(campaign.summary())
        return 1 if campaign.failures else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=600.0, help="how long")
    parser.add_argument("--seed", type=int, help="of what is drawn; another one each time without")
    parser.add_argument("--hostile", nargs="*", help="only these of the table; all without names")
    found = parser.parse_args(words)
    if found.hostile == []:
        found.hostile = [""]
    return found


if __name__ == "__main__":
    sys.exit(main())
