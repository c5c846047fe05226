"""Routes of several people over several days: our own kind of problem, plans from PyVRP behind an adapter, and a checker that trusts neither."""

from wenming.engine.routes.checking import Finding, RouteFault, faults_of, unvisited
from wenming.engine.routes.files import (
    clock,
    digest_of_plan,
    digest_of_problem,
    read_plan,
    read_problem,
    write_plan,
    write_problem,
)
from wenming.engine.routes.plans import TOGETHER, Left, Obstacle, Plan, Route, Search, Stop
from wenming.engine.routes.problems import (
    DAY,
    HOUR,
    LATEST,
    MINUTE,
    MODES,
    Done,
    Matrix,
    Mode,
    Problem,
    Shift,
    Visit,
    Weights,
    Window,
)
from wenming.engine.routes.reading import FileFault, RouteFileError
from wenming.engine.routes.replanning import Move, News, moves, replanned, standing
from wenming.engine.routes.searching import Effort
from wenming.engine.routes.solving import WITHIN, UnsoundPlanError, checked, solved
from wenming.engine.routes.timing import timed

__all__ = [
    "DAY",
    "HOUR",
    "LATEST",
    "MINUTE",
    "MODES",
    "TOGETHER",
    "WITHIN",
    "Done",
    "Effort",
    "FileFault",
    "Finding",
    "Left",
    "Matrix",
    "Mode",
    "Move",
    "News",
    "Obstacle",
    "Plan",
    "Problem",
    "Route",
    "RouteFault",
    "RouteFileError",
    "Search",
    "Shift",
    "Stop",
    "UnsoundPlanError",
    "Visit",
    "Weights",
    "Window",
    "checked",
    "clock",
    "digest_of_plan",
    "digest_of_problem",
    "faults_of",
    "moves",
    "read_plan",
    "read_problem",
    "replanned",
    "solved",
    "standing",
    "timed",
    "unvisited",
    "write_plan",
    "write_problem",
]
