"""Print what wheels need of others, extras included, one requirement a line."""

from __future__ import annotations

import re
import sys
import zipfile
from email.parser import HeaderParser

EXTRA = re.compile(r"""(\s*and\s+|;\s*)extra\s*==\s*['"]\w+['"]""")

found: set[str] = set()
for wheel in sys.argv[1:]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    found |= {EXTRA.sub("", one) for one in metadata.get_all("Requires-Dist", [])}
print(*sorted(one for one in found if not one.startswith("kohakuengine")), sep="\n")
