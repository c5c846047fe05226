"""Packs at random, as YAML text: everything that the format knows, with texts that are hard on files."""

from fractions import Fraction

from hypothesis import strategies as st

from tests.standards.sectiontexts import codes, sections, texts
from wenming.engine.matching import fold
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.provisions import SECTIONS, SHARED_SECTIONS
from wenming.standards.imports.tree import Method

rules = st.sampled_from(["exclude", "redistribute", "zero", "last"])
shares = st.fractions(0, 1, max_denominator=97).filter(lambda share: share > 0)
confidences = st.sampled_from(["sourced", "shared", "inferred", "unverified"])
points = st.one_of(st.integers(1, 50).map(Fraction), st.fractions(Fraction(1, 7), 9, max_denominator=40))


@st.composite
def functions(draw, fact_codes):
    """Return a function that fits any node."""
    fact = draw(st.sampled_from(fact_codes))
    kind = draw(st.sampled_from(["veto", "threshold", "cap", "floor", "deduct", "grade", "bonus"]))
    function = {"kind": kind}
    if kind in {"veto", "deduct", "bonus"} or draw(st.booleans()):
        function["fact"] = fact
    if kind == "grade":
        starts = sorted(draw(st.sets(shares, min_size=1, max_size=4)), reverse=True)
        function["steps"] = [
            {"label": draw(texts), "rate_from": number_text(start), "share": number_text(draw(shares))}
            for start in starts
        ]
    elif kind != "veto":
        function["limit"] = number_text(draw(shares) / 100)
    return function


class Namer:
    """Makes names that differ, whatever else they hold."""

    def __init__(self, draw):
        self.draw, self.used, self.count = draw, set(), 0

    def name(self):
        """Return a name that no other node or place has."""
        self.count += 1
        text = f"{self.draw(texts)}第{self.count}号"
        assert fold(text) not in self.used
        self.used.add(fold(text))
        return text

    def pair(self):
        """Return a name in both languages."""
        return {"zh": self.name(), "en": self.draw(texts)}


@st.composite
def nodes(draw, code, depth, namer, facts, origin):
    """Return a node with everything below it; its points are still numbers."""
    made = {"code": code, "name": namer.pair(), **draw(origin)}
    count = draw(st.integers(0, 3)) if depth < 2 else 0
    below = [draw(nodes(f"{code}.{place}", depth + 1, namer, facts, origin)) for place in range(1, count + 1)]
    made["points"] = sum(child["points"] for child in below) if below else draw(points)
    if below:
        made["children"] = below
    if below and draw(st.booleans()):
        for child in below:
            child["weight"] = child.pop("points") / made["points"]
    optional = {"missing": rules, "not_applicable": rules, "sites": st.integers(1, 30).map(str)}
    made |= draw(st.fixed_dictionaries({}, optional=optional))
    if draw(st.booleans()):
        made["aliases"] = [namer.name() for _ in range(draw(st.integers(1, 2)))]
        made["methods"] = draw(st.lists(st.sampled_from([word.value for word in Method]), min_size=1, max_size=3))
        made["functions"] = draw(st.lists(functions(facts), min_size=1, max_size=2))
    return made


@st.composite
def contents(draw):
    """Return the contents of a pack without faults."""
    namer = Namer(draw)
    keys = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    facts = ["G1", "Ⅱ-停车"]
    origin = st.fixed_dictionaries({}, optional={"source": st.sampled_from(keys), "confidence": confidences})

    tree = [draw(nodes(str(place), 0, namer, facts, origin)) for place in range(1, draw(st.integers(1, 4)) + 1)]
    pack = {
        "format": "wenming-standard/1", "code": "random-1", "title": {"zh": "随机", "en": draw(texts)},
        "edition": draw(texts), "complete": "true", "levels": ["project", "indicator", "content"],
        "rules": {"missing": draw(rules), "not_applicable": draw(rules)},
        "sources": {key: {"zh": draw(texts), "en": draw(texts), "confidence": draw(confidences)} for key in keys},
        "source": keys[0], "facts": [{"code": code, "name": namer.pair(), **draw(origin)} for code in facts], "tree": tree,
    }  # fmt: skip
    if draw(st.booleans()):
        pack |= {"complete": "false", "not_covered": [{"zh": draw(texts), "en": draw(texts)}]}
        pack["functions"] = [{"kind": "deduct", "fact": "G1", "limit": "0.001"}]
        pack["cycle"] = {"weights": ["1/3", "2/3"], **draw(origin)}
        pack["title_lines"] = [
            {"effect": "suspend", "score_below": "70.5", **draw(origin)},
            {"effect": "commend", "rank_to": "10"},
        ]
        pack["units"] = [{"name": namer.pair(), "aliases": [namer.name()], **draw(origin)}]
        pack["areas"] = [{"name": namer.pair()}]
        if draw(st.booleans()):
            hide_shares(pack)
    known = [node["code"] for node in tree]
    pack |= draw(sections(SECTIONS, [*known, "other-1/Ⅲ-2", "other-1/3"], origin))
    return written(pack)


def hide_shares(pack):
    """Let the points of what stands below the first node, or below the whole, be unpublished."""
    whole = len(pack["tree"]) == 1 and "children" not in pack["tree"][0]
    over = pack if whole else pack["tree"][0]
    over["shares"] = "unpublished"
    if whole:
        del pack["tree"][0]["points"]
    waiting = list(over.get("children", []))
    while waiting:
        node = waiting.pop()
        for key in ("points", "weight", "functions"):
            node.pop(key, None)
        waiting += node.get("children", [])


@st.composite
def collections(draw):
    """Return the contents of a collection of checklists without faults."""
    keys = draw(st.lists(texts, min_size=1, max_size=2, unique=True))
    origin = st.fixed_dictionaries({}, optional={"source": st.sampled_from(keys), "confidence": confidences})
    clauses = [f"{edition}/{draw(codes)}" for edition in ("civilized-2026", "sanitary-2021")]
    return {
        "format": "wenming-checklists/1", "code": "random-1", "title": {"zh": draw(texts), "en": draw(texts)},
        "edition": draw(texts), "source": keys[0],
        "sources": {key: {"zh": draw(texts), "en": draw(texts), "confidence": draw(confidences)} for key in keys},
        **draw(sections(SHARED_SECTIONS, clauses, origin)),
    }  # fmt: skip


def written(value):
    """Return the contents with every number as its text."""
    if isinstance(value, dict):
        return {key: written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [written(item) for item in value]
    return number_text(value) if isinstance(value, Fraction | int) else value
