"""Inside an app: only the known drawers, none grown too full, nobody reaching into another app's pages."""

from __future__ import annotations

from tests.architecture.sources import APPS, ROOT, SOURCE, files, imported, named

DRAWERS = {
    "urls",
    "views",
    "forms",
    "schemas",
    "exports",
    "imports",
    "adapters",
    "tasks",
    "actions",
    "queries",
    "models",
    "rules",
    "workflow",
    "enums",
    "seeds",
}
DJANGO = {"__init__", "apps", "migrations", "templates", "jinja2", "static", "locale"}
KERNEL_ONLY = {"templatetags", "middleware", "context_processors"}
CONFIG = {
    "__init__",
    "apps",
    "cli",
    "commands",
    "jobs",
    "management",
    "menu",
    "schedule",
    "serve",
    "settings",
    "urls",
    "wsgi",
}
SURFACES = {"api", "onsite", "portal", "workbench", "rehearsal"}
TOP = {"__init__.py", "__main__.py", "py.typed"}
FULL_DRAWER = 250


def contents(app: str) -> set[str]:
    """Return the names inside an app, without endings."""
    return {path.relative_to(SOURCE / app).parts[0].removesuffix(".py") for path in files_of(app)}


def files_of(app: str) -> list:
    """Return the tracked files of an app."""
    return [path for path in files(*ENDINGS) if named(path).startswith(f"src/wenming/{app}/")]


ENDINGS = (".py", ".html", ".txt", ".xml", ".json", ".po", ".svg", ".css", ".js", ".png", ".yaml", ".woff2", "")


def test_open_each_app_finds_only_known_drawers():
    known = DRAWERS | DJANGO
    strange = {
        app: found for app in APPS if (found := contents(app) - known - (KERNEL_ONLY if app == "kernel" else set()))
    }
    assert strange == {}


def test_open_config_finds_only_its_own_list():
    assert contents("config") - CONFIG == set()


def test_open_the_package_finds_only_apps_and_their_catalogues():
    # The path of every file is src/wenming/<first>/…
    top = {named(path).split("/")[2] for path in files(*ENDINGS, under="src/wenming/")}
    assert top - {"engine", "config", "locale", *APPS} - TOP == set()


def test_measure_drawers_of_one_file_stay_below_the_size_of_a_folder():
    single = [SOURCE / app / f"{drawer}.py" for app in APPS for drawer in DRAWERS]
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in single if path.exists()}
    assert {name: count for name, count in lines.items() if count > FULL_DRAWER} == {}


def test_import_pages_or_forms_of_another_app_happens_nowhere():
    foreign = []
    for app in APPS:
        for path in files(".py", under=f"src/wenming/{app}/"):
            for name in imported(path):
                parts = name.split(".")
                if parts[0] == "wenming" and len(parts) > 2 and parts[1] != app and parts[2] in {"views", "forms"}:
                    foreign.append(f"{named(path)}: {name}")
    assert foreign == []


def test_read_the_clock_happens_only_at_the_edge():
    # These are told the time (at=). Rules may ask: templates call them, and have no time to hand on.
    told = ("actions", "queries", "workflow", "models", "enums", "imports")
    asking = []
    for app in APPS:
        for drawer in told:
            for path in files(".py", under=f"src/wenming/{app}/{drawer}"):
                text = path.read_text(encoding="utf-8")
                asking += [f"{named(path)}: {call}" for call in CLOCKS if call in text]
    assert asking == []


CLOCKS = ("timezone.now(", "datetime.now(", "date.today(", "timezone.localtime()", "time.time(", "auto_now", "Now()")


def test_list_the_folders_of_tests_matches_apps_and_lanes():
    known = {
        "architecture",
        "engine",
        "config",
        "browser",
        "referee",
        "soak",
        "golden",
        "factories",
        "benchmarks",
        *APPS,
    }
    found = {path.relative_to(ROOT / "tests").parts[0] for path in files(".py", under="tests/")}
    assert {name for name in found if not name.endswith(".py")} - known == set()
