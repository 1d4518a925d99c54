"""jedi, which completes in IPython and many editors, finds the public names in the installed wheels."""

from __future__ import annotations

import jedi

import kohakuengine

for name in kohakuengine.__all__:
    code = f"from kohakuengine import {name}\n{name}"
    found = jedi.Script(code).goto(2, 1, follow_imports=True)
    homes = [one.module_name for one in found]
    assert any(home.startswith("kohakuengine.") for home in homes), f"jedi finds {name} in {homes}"
completions = {one.name for one in jedi.Script("import kohakuengine\nkohakuengine.").complete()}
missing = set(kohakuengine.__all__) - completions
assert not missing, f"jedi does not complete {missing}"
print(f"jedi finds {len(kohakuengine.__all__)} names")
