"""Addresses of a city that the phone in the field asks for."""

from __future__ import annotations

from wenming.config.commands.doors.shape import WALKERS, Door, machine, vague

ONSITE: dict[str, Door] = {
    "onsite_city:day": machine(WALKERS),
    "onsite_city:records": Door(writes=WALKERS, machine=True),
    # the example was announced by nobody
    "onsite_city:file": vague(machine(WALKERS, key="no_file")),
}
