"""Many rows at once, past the model layer: a hundred thousand objects cost ten times what the database needs for their rows.

Only for rows that an action has just made whole itself; constraints are the database's and hold here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model


def reserve_keys(model: type[Model], count: int) -> range | list[int]:
    """Return so many primary keys that nobody else will get. On SQLite the caller's transaction keeps them (it holds the one lock)."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = found[0] if found else 0
    return range(last + 1, last + 1 + count)


def insert_rows(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows given as the values of these fields: whole numbers and texts, foreign keys as keys."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", list(rows))  # noqa: S608  names of our own models
