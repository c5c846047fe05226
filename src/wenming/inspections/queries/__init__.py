"""Every read of the field rounds that takes more than one line."""

from wenming.inspections.queries.imports import (
    import_in,
    imports_in_check,
    marked_rows,
    notes_of,
    problems_of,
    row_in,
    rows_in_order,
    sheets_of,
    typed_rows,
)
from wenming.inspections.queries.names import alias_list, aliases_of
from wenming.inspections.queries.rounds import (
    GroupRows,
    RoundFilter,
    Statistics,
    area_statistics,
    node_statistics,
    observations_of,
    places_named,
    round_before,
    round_in,
    rounds_in,
    unit_statistics,
)

__all__ = [
    "GroupRows",
    "RoundFilter",
    "Statistics",
    "alias_list",
    "aliases_of",
    "area_statistics",
    "import_in",
    "imports_in_check",
    "marked_rows",
    "node_statistics",
    "notes_of",
    "observations_of",
    "places_named",
    "problems_of",
    "round_before",
    "round_in",
    "rounds_in",
    "row_in",
    "rows_in_order",
    "sheets_of",
    "typed_rows",
    "unit_statistics",
]
