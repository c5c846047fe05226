"""Sections beside the tree at random, and collections of checklists: everything that the format knows of them."""

from hypothesis import strategies as st

from wenming.engine.provisions import Headline, MaterialKind, PenaltyEffect
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.provisions import HOLDINGS
from wenming.standards.imports.tree import Method

words = st.text("公共服务文明交通;；、，\\\"'#:-{}[]&*!|>%@ =+ab12１²é·“”\n~", min_size=1, max_size=12)
texts = words.map(str.strip).filter(bool)
pairs = st.fixed_dictionaries({"zh": texts, "en": texts})
codes = st.builds(str.__add__, st.sampled_from("0129AzⅠⅣⅫ公交站"), st.text("0129AzⅠⅣⅫ公交站.)#_-", max_size=6))
"""Codes as the field's own forms have them: Chinese, Roman, numbers that look like decimals."""
rates = st.fractions(0, 1, max_denominator=97).map(number_text)
wholes = st.integers(1, 9999).map(str)
numbers = st.one_of(wholes, st.fractions(-9, 9, max_denominator=40).map(number_text))
hours = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda time: f"{time[0]}:{time[1]:02}")


def words_of(kind):
    """Return one of the words of an enumeration."""
    return st.sampled_from([word.value for word in kind])


@st.composite
def penalties(draw):
    """Return what an entry of the negative list does to one kind of city."""
    effect = draw(words_of(PenaltyEffect))
    points = {"points": draw(wholes)} if effect == "deduct" else {}
    return {"effect": effect, **points, **draw(st.fixed_dictionaries({}, optional={"months": wholes}))}


@st.composite
def bounds(draw, needed):
    """Return a lower or an upper limit, or both in their order."""
    least = draw(st.integers(1, 99))
    both = {"at_least": str(least), "at_most": number_text(least + draw(st.fractions(0, 9, max_denominator=7)))}
    kept = draw(st.sets(st.sampled_from(["at_least", "at_most"]), min_size=int(needed)))
    return {key: both[key] for key in sorted(kept)}


@st.composite
def questions(draw):
    """Return the own keys of a survey question."""
    options = draw(st.lists(texts, max_size=4))
    found = {"options": options} if options else {}
    if options and draw(st.booleans()):
        found["scores"] = [draw(rates) for _ in options]
    methods = st.lists(words_of(Method), min_size=1, max_size=3)
    return found | draw(
        st.fixed_dictionaries({}, optional={"headline": words_of(Headline), "methods": methods, "at_least": rates})
    )


@st.composite
def check_items(draw, site_types):
    """Return the own keys of a check item of one of these site types."""
    judge = draw(st.sampled_from(["", "yes_no", "count", "grade"]))
    found = {"site_type": draw(st.sampled_from(site_types)), **({"judge": judge} if judge else {})}
    optional = {"how": pairs, "per_metres": wholes, "apart_metres": wholes}
    return found | draw(bounds(judge == "count")) | draw(st.fixed_dictionaries({}, optional=optional))


def own_keys(site_types):
    """Return what a row of each section says beside its code, name, clauses and source."""
    population = {"population_from": st.integers(0, 50).map(str), "population_below": st.integers(51, 99).map(str)}
    walk = {"walk": pairs, "metres": wholes, "minutes": wholes, "time_from": hours, "time_to": hours}
    aliases = st.lists(texts, min_size=1, max_size=3)
    kind = st.fixed_dictionaries({"kind": words_of(MaterialKind)}, optional={"count": wholes, "months": wholes})
    holding = st.sampled_from(HOLDINGS)
    return {
        "conditions": st.fixed_dictionaries({}, optional={"months": wholes}),
        "negative_list": st.dictionaries(holding, penalties(), min_size=1),
        "bonus": st.fixed_dictionaries({}, optional={"points": st.sampled_from(["0.5", "1/3", "12"])}),
        "questions": questions(),
        "materials": kind,
        "figures": st.tuples(bounds(True), st.fixed_dictionaries({}, optional={"unit": texts})).map(
            lambda found: found[0] | found[1]
        ),
        "samples": st.fixed_dictionaries({"size": wholes}, optional=population),
        "site_types": st.fixed_dictionaries({}, optional={**walk, "aliases": aliases}),
        "check_items": check_items(site_types),
        "crosswalk": st.just({}),
        "cards": st.fixed_dictionaries({"answer": pairs}),
    }


@st.composite
def sections(draw, kinds, clauses, origin):
    """Return some of these sections; ``clauses`` are the codes that their rows may name, at least two."""
    site_types = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    own = own_keys(site_types)
    found = {}
    for kind in kinds:
        rows = site_types if kind == "site_types" else draw(st.lists(codes, max_size=3, unique=True))
        found[kind] = [{"code": code, "name": draw(pairs), **draw(own[kind]), **draw(origin)} for code in rows]
        least = {"crosswalk": 2}.get(kind, 0)
        if kind not in {"conditions", "negative_list", "bonus", "site_types"}:
            for row in found[kind]:
                named = draw(st.lists(st.sampled_from(clauses), min_size=least, max_size=3, unique=True))
                row.update({"clauses": named} if named else {})
    return {kind: rows for kind, rows in found.items() if rows}
