"""Every address and who may open it: one line per address, held against every role by tests/config/test_doors.py.

A new page adds its line to ``city.py`` (``ground.py`` for pages outside a city), and an example to ``examples.py`` where its address
names a record of a new kind.
"""

from wenming.config.commands.doors.city import CITY
from wenming.config.commands.doors.examples import example
from wenming.config.commands.doors.ground import GROUND
from wenming.config.commands.doors.shape import Door

DOORS: dict[str, Door] = {**GROUND, **CITY}

__all__ = ["DOORS", "Door", "example"]
