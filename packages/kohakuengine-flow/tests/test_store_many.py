"""Ten thousand runs: what they cost. Bounds are generous; the figures are printed with `pytest -s`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store_world import answer

if TYPE_CHECKING:
    from pathlib import Path

RECORD = """
import json, time
store = RunStore(folder)
flow = store.enter(KEY, sources=SOURCES)
begun = time.perf_counter()
ids = []
for index in range({count}):
    ids = flow.commit(ended=[end(i) for i in ids], started=[start(0, index, digest=f"{{index:064}}")])
flow.commit(ended=[end(i) for i in ids])
turn_s = (time.perf_counter() - begun) / {count}
flow.leave()
store.close()
begun = time.perf_counter()
store = RunStore(folder)
open_s = time.perf_counter() - begun
counted = sum(1 for record in store.runs())
peak_kib = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
print(json.dumps([counted, turn_s, open_s, peak_kib]))
"""


def test_ten_thousand_runs_cost_little_time_and_hardly_more_memory_than_a_hundred(tmp_path: Path) -> None:
    _, _, _, few_kib = json.loads(answer(tmp_path / "few", RECORD.format(count=100)))
    counted, turn_s, open_s, many_kib = json.loads(answer(tmp_path / "many", RECORD.format(count=10_000)))

    print(f"turn {turn_s * 1e6:.0f} us, open {open_s * 1e3:.1f} ms, memory {many_kib / few_kib:.2f} times")  # noqa: T201
    assert counted == 10_000
    assert turn_s < 0.002
    assert open_s < 0.1
    assert many_kib < 1.4 * few_kib
