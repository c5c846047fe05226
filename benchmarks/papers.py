"""`bench papers`: 1,300 made-up reports of a city's units, 80 of them copies in disguise, honest look-alikes among the rest; each beside all others.

* Found and false alarms: of the planted copies (other figures, another unit's name, up to three sentences of ten written anew, part of something
  longer) all but one in twenty are to be found; of a thousand honest papers at most one may be named.
* Time: reading, sketching and comparing all of them, against every pair compared by the shares of runs of six letters they have in common, which
  is what one does without sketches. Its own false alarms stand beside ours: it knows nothing of templates and quoted sentences.
"""

import time

from tests.engine.reports import Made, city_reports

from benchmarks.runner import goal, measured, report
from wenming.engine.papers.archive import archive_of, likely_in
from wenming.engine.papers.comparing import agreement, asks_for_a_look
from wenming.engine.papers.letters import TEXT_RUN, figures_of, letters_of
from wenming.engine.papers.sketches import RATE, sketch_of

PAPERS, COPIES = 1300, 80
NAIVE = 0.4
"""Share of the smaller one's runs from which the naive way names a pair: where it finds as many of the planted copies as we do."""
Pairs = set[tuple[int, int]]


def ours(made: list[Made]) -> Pairs:
    """Return the pairs that ask for a look, the earlier first."""
    letters = {one.key: figures_of(one.text) if one.table else letters_of(one.text, [one.unit]) for one in made}
    sketches = {key: sketch_of(one) for key, one in letters.items()}
    found: Pairs = set()
    for tables in (True, False):
        keys = [one.key for one in made if one.table == tables]
        archive = archive_of({key: sketches[key] for key in keys}, 1 if tables else RATE)
        for key in keys:
            for other, _share in likely_in(archive, sketches[key], apart=key):
                if other < key and asks_for_a_look(agreement(letters[other], letters[key], archive), letters[key].run):
                    found.add((other, key))
    return found


def naive(made: list[Made]) -> Pairs:
    """Return the pairs that have so many runs of letters in common, every pair compared."""
    runs = []
    for one in made:
        letters = letters_of(one.text, [one.unit]).codes.tolist()
        runs.append({tuple(letters[place : place + TEXT_RUN]) for place in range(len(letters) - TEXT_RUN + 1)})
    found: Pairs = set()
    for later, mine in enumerate(runs):
        for earlier in range(later):
            least = min(len(mine), len(runs[earlier]))
            if least and len(mine & runs[earlier]) >= NAIVE * least:
                found.add((made[earlier].key, made[later].key))
    return found


def timed(way: object, made: list[Made]) -> tuple[Pairs, float]:
    """Return what a way finds, and its milliseconds of one processor."""
    start = time.process_time()
    found = way(made)
    return found, (time.process_time() - start) * 1000


def measure() -> dict:
    """Measure both ways on the same papers."""
    made = city_reports(PAPERS, copies=COPIES)
    planted = {(one.copy_of, one.key) for one in made if one.copy_of}
    ours(made[:50])
    found, spent = timed(ours, made)
    others, peer = timed(naive, made)
    false, false_naive = len(found - planted), len(others - planted)
    recall, recall_naive = len(found & planted) / COPIES, len(others & planted) / COPIES
    goals = [
        measured("planted copies found", recall, recall_naive, "share", "≥ 0.95", holds=recall >= 0.95),
        measured(
            "honest pairs named", false, false_naive, "pairs", "≤ 1 in 1,000 papers", holds=false <= PAPERS / 1000
        ),
        goal(f"{PAPERS:,} papers, every pair compared", spent, peer, at_least=10),
    ]
    checks = {"papers": PAPERS, "planted": COPIES, "characters": sum(len(one.text) for one in made)}
    return report("papers", goals, checks, ("numpy",))
