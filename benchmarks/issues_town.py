"""Two cities full of issues for `bench issues`, filled by statements of the database: the large one and the small one, of the same kind."""

from datetime import UTC, datetime

AT = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
"""The middle of the bench: the pages ask what is late now."""
AREAS, UNITS, MINORS = 28, 40, 24
SLUGS = {"large": "many", "small": "few"}
COLUMNS = (
    "number, state, held_state, text, place, area_id, minor_id, is_urgent, source, source_number, reported_by_id, reported_at, chain,"
    " unit_id, limit_unit, around_clock, due_at, due_warns_at, runs_out_at, warns_at, closed_at, changed_at, dispatch_count, return_count,"
    " rework_count, extension_count, suspension_count, reminder_count, city_id"
)
SERIES = {
    "postgresql": "SELECT n FROM generate_series(0, {last}) AS s(n)",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s",
}
MOMENT = {
    "postgresql": f"(TIMESTAMPTZ '{AT:%Y-%m-%d %H:%M:%S}+00' {{sign}} ({{minutes}}) * INTERVAL '1 minute')",
    "sqlite": f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', '{AT:%Y-%m-%d %H:%M:%S}', ({{minutes}}) || ' minutes')",
}
TEXT = {"postgresql": "lpad(n::text, 7, '0')", "sqlite": "printf('%%07d', n)"}
TRUE = {"postgresql": ("TRUE", "FALSE"), "sqlite": ("1", "0")}


def moment(vendor: str, minutes: str, *, ahead: bool = False) -> str:
    """Return SQL for a moment so many minutes before (or after) the middle of the bench."""
    if vendor == "sqlite" and not ahead:
        minutes = f"-({minutes})"
    return MOMENT[vendor].format(sign="+" if ahead else "-", minutes=minutes)


def fill(sizes: dict[str, int]) -> tuple[dict, object]:
    """Create both cities with so many issues each, their totals, and an officer of both."""
    from wenming.kernel.actions.installation import create_account, create_city
    from wenming.organisations.actions import appoint
    from wenming.organisations.enums import Role

    officer = create_account(username="bench", name="测速", password="Bench-2026-wenming", by=None, at=AT)  # noqa: S106
    cities = {}
    for size, slug in SLUGS.items():
        city = create_city(slug=slug, name=slug, name_en=slug, time_zone="Asia/Shanghai", by=None, at=AT)
        appoint(city=city, account=officer, role=Role.OFFICE, by=None, at=AT)
        _write(city, officer, sizes[size])
        cities[size] = city
    return cities, officer


def _ground(city: object) -> tuple[list, list, list]:
    """Create areas, units and categories; return their keys."""
    from wenming.issues.models import DisposalLimit, MajorClass, MinorClass
    from wenming.organisations.models import Unit

    def units(kind: str, count: int, first: int) -> list[int]:
        rows = [
            Unit(city=city, kind=kind, name=f"{kind}{number}", sounds="", order=first + number, position=f"{first + number:04d}", starts_on=AT.date())
            for number in range(count)
        ]  # fmt: skip
        return [unit.pk for unit in Unit.objects.bulk_create(rows)]

    major = MajorClass.objects.create(city=city, kind="occurrence", code="01", name="市容环境", order=1)
    minors = MinorClass.objects.bulk_create(
        [
            MinorClass(city=city, major=major, code=f"{number:02d}", name=f"小类{number}", order=number)
            for number in range(MINORS)
        ]
    )
    DisposalLimit.objects.bulk_create(
        [DisposalLimit(city=city, minor=minor, amount=4, unit="work_hour") for minor in minors]
    )
    units("county", 1, 1 + AREAS + UNITS)
    return units("street", AREAS, 1), units("department", UNITS, 1 + AREAS), [minor.pk for minor in minors]


def _write(city: object, officer: object, count: int) -> None:
    """Write the issues of a city, one in twenty open, and count them."""
    from django.db import connection

    areas, units, minors = _ground(city)
    vendor = connection.vendor
    yes, no = TRUE[vendor]
    spread = f"n % {count} * 3"
    is_open = "n % 20 = 0"
    state = f"CASE WHEN {is_open} THEN CASE n % 100 WHEN 0 THEN 'reported' WHEN 20 THEN 'filed' WHEN 40 THEN 'answered' ELSE 'dispatched' END ELSE 'closed' END"
    # what is dispatched runs out within some days around the middle; nothing else has a clock
    runs = f"CASE WHEN {is_open} AND n % 100 IN (60, 80) THEN {moment(vendor, 'n % 5760 - 2880', ahead=True)} END"
    warns = runs.replace("n % 5760 - 2880", "n % 5760 - 2928")
    values = (
        f"{TEXT[vendor]}, {state}, '', '第' || {TEXT[vendor]} || '处垃圾满溢', '滨河路' || (n % 997) || '号', {_of(areas, 'n * 3 + n / 20')}, {_of(minors, 'n * 5 + n / 20')},"
        f" CASE WHEN n / 100 % 50 = 0 THEN {yes} ELSE {no} END, CASE n / 20 % 4 WHEN 0 THEN 'hotline' ELSE 'patrol' END, '', {officer.pk}, {moment(vendor, spread)}, '[]',"
        f" {_of(units, 'n * 3 + n / 20')}, '', {no}, {runs}, {warns}, {runs}, {warns},"
        f" CASE WHEN {is_open} THEN NULL ELSE {moment(vendor, f'{spread} - 2')} END, {moment(vendor, spread)}, 1, 0, 0, 0, 0, 0, {city.pk}"
    )
    series = SERIES[vendor].format(last=count - 1)
    with connection.cursor() as cursor:
        statement = f"INSERT INTO issues_issue ({COLUMNS}) SELECT {values} FROM ({series}) AS numbers"  # noqa: S608
        cursor.execute(statement.replace("%%", "%"))
        for face, key, second in (
            ("city", "0", "0"),
            ("area", "area_id", "0"),
            ("minor", "minor_id", "0"),
            ("unit", "unit_id", "0"),
            ("cell", "area_id", "minor_id"),
        ):
            cursor.execute(
                "INSERT INTO issues_issuetotal (city_id, face, word, key, second, number)"  # noqa: S608
                f" SELECT city_id, '{face}', state, {key}, {second}, COUNT(*) FROM issues_issue WHERE city_id = {city.pk} GROUP BY 1, 3, 4, 5"
            )
        # as the database does by itself in time; SQLite only after being asked
        cursor.execute("VACUUM ANALYZE" if vendor == "postgresql" else "ANALYZE")


def _of(keys: list[int], number: str) -> str:
    """Return SQL that takes one of some keys in a row, by a number."""
    return f"({keys[0]} + ({number}) % {len(keys)})"
