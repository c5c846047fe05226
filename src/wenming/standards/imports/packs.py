"""A standard's file (``format: wenming-standard/1``) read into the engine's tree, with every fault named by its line.

The format is described in docs/howto/write-a-standard-pack.md.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import yaml

from wenming.engine.matching import fold
from wenming.engine.provenance import Provenance
from wenming.engine.standards import MissingRule, NamedPlace, Node, Standard, TitleEffect, TitleLine
from wenming.standards.imports.contents import Contents, contents_of, own_keys
from wenming.standards.imports.documents import read_document
from wenming.standards.imports.fields import Fields
from wenming.standards.imports.findings import Finding, Ledger, PackError
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.functions import read_functions
from wenming.standards.imports.provisions import SECTIONS, coded, note_code, read_provisions
from wenming.standards.imports.sources import SOURCE_KEYS, Sources
from wenming.standards.imports.tree import Draft, Shares, TreeReader, check_names, plain, settle_points

FORMAT = "wenming-standard/1"
PACKS = Path(__file__).resolve().parents[4] / "data" / "standards"
"""The packs that come with the platform, each named by its code."""
ROOT_LEVEL = "standard"
LEVELS = ("project", "indicator", "content", "criterion", "method")
_REQUIRED = ("format", "code", "title", "edition", "complete", "levels", "rules", "sources", "tree")
_KEYS = (
    *_REQUIRED, "points", "not_covered", "facts", "functions", "shares", "cycle", "title_lines", "units", "areas",
    *SECTIONS, *SOURCE_KEYS,
)  # fmt: skip


def load_standard(path: Path) -> Standard:
    """Return the standard in a pack file.

    Raises PackError with all findings where the file has faults, OSError where it cannot be opened.
    """
    return _sound(*_read(Path(path).read_bytes(), str(path)))


def parse_pack(source: str, *, file_name: str) -> Standard:
    """Return the standard in the text of a pack; ``file_name`` stands in the findings of the PackError."""
    return _sound(*_read(source.encode(), file_name))


def _sound(standard: Standard | None, findings: tuple[Finding, ...]) -> Standard:
    """Return the standard unless something is wrong with its file."""
    if standard is None or findings:
        raise PackError(findings)
    return standard


def load_contents(path: Path) -> tuple[Contents, tuple[tuple[str, int], ...]]:
    """Return everything that a pack file says, and its own ``x-`` keys with their lines, which are not among it.

    Raises PackError and OSError as ``load_standard`` does.
    """
    return read_contents(Path(path).read_bytes(), str(path))


def read_contents(content: bytes, file_name: str) -> tuple[Contents, tuple[tuple[str, int], ...]]:
    """Return the same of the bytes of a pack; ``file_name`` stands in the findings of the PackError."""
    ledger = Ledger(file_name)
    document = read_document(content, ledger)
    if document is not None:
        standard_of(document, ledger, "")
    if document is None or ledger.findings():
        raise PackError(ledger.findings())
    return contents_of(document), tuple(own_keys(document))


def check_pack(path: Path) -> list[Finding]:
    """Return everything that is wrong with a pack file, by line; OSError where it cannot be opened."""
    return list(_read(Path(path).read_bytes(), str(path))[1])


def _read(content: bytes, file_name: str) -> tuple[Standard | None, tuple[Finding, ...]]:
    ledger = Ledger(file_name)
    document = read_document(content, ledger)
    if document is None:
        return None, ledger.findings()
    standard = standard_of(document, ledger, hashlib.sha256(content).hexdigest())
    return standard, ledger.findings()


def standard_of(document: yaml.Node, ledger: Ledger, digest: str) -> Standard:
    """Read the whole pack; what is faulty is in the ledger and the returned standard must not be used then."""
    pack = Fields(document, ledger, _KEYS, _REQUIRED)
    if pack.text("format") not in {"", FORMAT}:
        pack.fault("format", _("不认识的格式“%(value)s”"), _("写 %(format)s"), value=pack.text("format"), format=FORMAT)
    sources = Sources(pack)
    root = _root(pack, sources)
    standard = root.freeze()
    complete, not_covered = _complete(pack, standard)
    return Standard(
        code=root.code,
        title=root.name,
        title_en=root.name_en,
        edition=pack.text("edition"),
        levels=pack.words("levels", LEVELS),
        root=standard,
        complete=complete,
        digest=digest,
        provenance=root.provenance,
        cycle_weights=_cycle(pack, sources, root),
        title_lines=_title_lines(pack, sources, root),
        units=_places(pack, "units", sources, root),
        areas=_places(pack, "areas", sources, root),
        not_covered=not_covered,
        provisions=read_provisions(pack, sources, {node.code for node in standard.walk()}),
    )


def _root(pack: Fields, sources: Sources) -> Draft:
    """Read the tree under a root that carries the pack's code, title, rules and total."""
    rules = pack.mapping("rules", ("missing", "not_applicable"), ("missing", "not_applicable"))
    missing = rules.word("missing", MissingRule) if rules else None
    not_applicable = rules.word("not_applicable", MissingRule) if rules else None
    title, title_en = pack.pair("title")
    provenance = sources.of(pack, None) if "source" in pack else None
    facts = _facts(pack, sources, provenance)
    root = Draft(
        fields=pack,
        code=pack.code("code"),
        name=title,
        name_en=title_en,
        level=ROOT_LEVEL,
        missing=missing or MissingRule.EXCLUDE,
        not_applicable=not_applicable or MissingRule.EXCLUDE,
        provenance=provenance,
        functions=read_functions(pack, facts),
        declared=pack.number("points"),
        unpublished=pack.word("shares", Shares) is not None,
    )
    TreeReader(pack.words("levels", LEVELS), sources, facts).children(root, "tree")
    if root.children:
        settle_points(root)
        check_names(root)
    return root


def _complete(pack: Fields, root: Node) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """Read whether the pack covers the whole edition; an incomplete one says what is missing."""
    complete = pack.flag("complete")
    gaps = tuple((gap.text("zh"), gap.text("en")) for gap in pack.mappings("not_covered", ("zh", "en"), ("zh", "en")))
    if complete and any(node.assumed for node in root.walk()):
        pack.fault("complete", _("complete 为 true，却有条目的分值没有公布"), _("把 complete 改为 false，或补上分值"))
    if complete and gaps:
        pack.fault(
            "not_covered", _("complete 为 true，却列有缺少的部分"), _("把 complete 改为 false，或删去 not_covered")
        )
    if pack.text("complete") == "false" and not gaps:
        pack.fault("complete", _("没有写明缺少哪些部分"), _("在 not_covered 里逐条写出"))
    return complete, gaps


def _facts(pack: Fields, sources: Sources, inherited: Provenance | None) -> frozenset[str]:
    """Read the recorded facts (entries of the negative list) that functions refer to."""
    codes: dict[str, int] = {}
    for row in pack.mappings("facts", ("code", "name", *SOURCE_KEYS), ("code", "name")):
        row.pair("name")
        sources.of(row, inherited)
        note_code(row, codes)
    for section in ("negative_list", "bonus"):
        for code, line in coded(pack, section):
            codes.setdefault(code, line)
    return frozenset(codes)


def _cycle(pack: Fields, sources: Sources, root: Draft) -> tuple[Fraction, ...]:
    """Read the weights of the years of a title's cycle, first year first."""
    cycle = pack.mapping("cycle", ("weights", *SOURCE_KEYS), ("weights",))
    if cycle is None:
        return ()
    sources.of(cycle, root.provenance)
    weights = cycle.numbers("weights")
    if sum(weights) != 1:
        total = plain(sum(weights, Fraction(0)))
        cycle.fault("weights", _("各年权重之和是 %(total)s，应为 1"), _("改正各年权重"), total=total)
    return weights


def _title_lines(pack: Fields, sources: Sources, root: Draft) -> tuple[TitleLine, ...]:
    """Read what a year's score or rank does to the title; two lines must not claim the same score."""
    keys = ("effect", "score_from", "score_below", "rank_to", *SOURCE_KEYS)
    lines: list[tuple[TitleLine, Fields]] = []
    for row in pack.mappings("title_lines", keys, ("effect",)):
        sources.of(row, root.provenance)
        effect = row.word("effect", TitleEffect)
        line = TitleLine(
            effect=effect or TitleEffect.CRITICISE,
            score_from=row.number("score_from"),
            score_below=row.number("score_below"),
            rank_to=row.whole("rank_to", 1),
        )
        if _has_bounds(line, row):
            lines.append((line, row))
    for (first, above), (second, row) in combinations(lines, 2):
        if _overlap(first, second):
            problem = _("这条线与第 %(first)s 行的线重叠")
            row.ledger.add(row.line, problem, _("改正 score_from、score_below 或 rank_to"), first=above.line)
    return tuple(line for line, _row in lines)


def _has_bounds(line: TitleLine, row: Fields) -> bool:
    """Say whether a line claims scores or ranks at all; note where it does not, or where its bounds are reversed."""
    if not {"score_from", "score_below", "rank_to"} & row.keys():
        row.ledger.add(row.line, _("这条线没有界限"), _("写 score_from、score_below 或 rank_to"))
        return False
    if line.score_from is not None and line.score_below is not None and line.score_from >= line.score_below:
        row.fault("score_below", _("score_below 不大于 score_from"), _("对调两个数字，或改正其一"))
        return False
    return True


def _overlap(first: TitleLine, second: TitleLine) -> bool:
    """Say whether a score (or a rank, where both lines are about ranks alone) falls under both lines."""
    by_rank = [line.rank_to is not None for line in (first, second)]
    if any(by_rank):
        return all(by_rank)
    lower = max(line.score_from or Fraction(0) for line in (first, second))
    uppers = [line.score_below for line in (first, second) if line.score_below is not None]
    return not uppers or lower < min(uppers)


def _places(pack: Fields, key: str, sources: Sources, root: Draft) -> tuple[NamedPlace, ...]:
    """Read units or areas with the other names under which people write them."""
    places: list[NamedPlace] = []
    seen: dict[str, int] = {}
    for row in pack.mappings(key, ("name", "aliases", *SOURCE_KEYS), ("name",)):
        sources.of(row, root.provenance)
        name = row.pair("name")[0]
        place = NamedPlace(name, row.texts("aliases"))
        for spelling in filter(None, (place.name, *place.aliases)):
            first = seen.setdefault(fold(spelling), row.line)
            if first != row.line:
                facts = {"name": spelling, "first": first}
                problem = _("“%(name)s”与第 %(first)s 行的条目重名（全半角、空格和标点不计）")
                row.fault("name", problem, _("改名或删去别名，使一个名称只指一条"), **facts)
        places.append(place)
    return tuple(places)
