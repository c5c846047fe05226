"""Small standards for the tests of scoring, built by hand and at random."""

from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st

from wenming.engine.scoring.changes import Side
from wenming.engine.scoring.exact import MISSING, NOT_APPLICABLE, Given, LeafState, LeafValue, score_with_parts
from wenming.engine.standards import FunctionKind, GradeStep, MissingRule, Node, NodeFunction, Standard

# the first example may compile a kernel, hence no deadline; always the same examples, so that a red test stays red
properties = settings(deadline=None, derandomize=True, max_examples=150)

FACTS = ("G15", "G16")
LEVELS = ("standard", "project", "content", "criterion")


def known(rate):
    """Return a known leaf; a rate is written as text ("0.9", "2/3") or given as a number."""
    return LeafValue(Fraction(rate), LeafState.KNOWN)


def node(code, points, *children, level="content", missing="exclude", not_applicable="exclude", functions=()):
    """Return a node named like its code."""
    return Node(
        code=code,
        name=f"name of {code}",
        level=level,
        points=Fraction(points),
        missing=MissingRule(missing),
        not_applicable=MissingRule(not_applicable),
        functions=tuple(functions),
        children=children,
    )


def rule(kind, limit=0, *, fact=None, steps=()):
    """Return a node function; steps are (label, rate from, share)."""
    graded = tuple(GradeStep(label, Fraction(start), Fraction(share)) for label, start, share in steps)
    return NodeFunction(FunctionKind(kind), fact, Fraction(limit), graded)


def standard(root, *, weights=(), lines=()):
    """Return a complete standard around a root."""
    return Standard(
        code="test",
        title="测试",
        title_en="Test",
        edition="2017",
        levels=LEVELS,
        root=root,
        complete=True,
        digest="",
        cycle_weights=tuple(map(Fraction, weights)),
        title_lines=tuple(lines),
    )


def large_standard():
    """Return 240 contents of one point under 60 indicators, 12 projects and the root."""
    projects = []
    for p in range(12):
        indicators = []
        for i in range(5 * p, 5 * p + 5):
            contents = [node(f"c{c}", 1) for c in range(4 * i, 4 * i + 4)]
            indicators.append(node(f"i{i}", 4, *contents, level="indicator"))
        projects.append(node(f"p{p}", 20, *indicators, level="project"))
    return standard(node("root", 240, *projects, level="standard"))


thousandths = st.integers(0, 1000).map(lambda milli: Fraction(milli, 1000))
rates = st.one_of(st.sampled_from([Fraction(0), Fraction(1), Fraction(17, 20), Fraction(2, 3)]), thousandths)
point_values = st.one_of(st.just(Fraction(0)), st.integers(1, 40).map(lambda n: Fraction(n, 4)))
leaf_values = st.one_of(
    st.builds(LeafValue, rates, st.just(LeafState.KNOWN)), st.sampled_from([MISSING, NOT_APPLICABLE])
)
facts = st.dictionaries(st.sampled_from(FACTS), st.integers(0, 3))


@st.composite
def functions(draw):
    """Draw a node function of any kind, always on or switched by a fact."""
    kind = draw(st.sampled_from(FunctionKind))
    limit = draw(rates if kind is FunctionKind.THRESHOLD else point_values)
    starts = sorted(draw(st.lists(rates, max_size=3)), reverse=True) if kind is FunctionKind.GRADE else []
    steps = tuple(GradeStep(f"step {n}", start, draw(rates)) for n, start in enumerate(starts))
    return NodeFunction(kind, draw(st.sampled_from([None, *FACTS])), limit, steps)


@st.composite
def _nodes(draw, code, depth):
    """Draw a node and what is below it; an interior node is worth what its children are."""
    width = draw(st.integers(1, 4)) if depth == 0 else draw(st.integers(0, 3)) if depth < len(LEVELS) - 1 else 0
    children = tuple(draw(_nodes(f"{code}.{n}", depth + 1)) for n in range(width))
    points = sum((child.points for child in children), Fraction(0)) if children else draw(point_values)
    return Node(
        code=code,
        name=code,
        level=LEVELS[depth],
        points=points,
        missing=draw(st.sampled_from(MissingRule)),
        not_applicable=draw(st.sampled_from(MissingRule)),
        functions=tuple(draw(st.lists(functions(), max_size=2))),
        children=children,
    )


@st.composite
def cases(draw):
    """Draw a standard with every rule and function, values of its leaves, facts and last rates."""
    tree = standard(draw(_nodes("r", 0)))
    leaves = {leaf.code: draw(leaf_values) for leaf in tree.leaves}
    last = {code: draw(rates) for code in draw(st.sets(st.sampled_from([n.code for n in tree.nodes])))}
    return tree, leaves, draw(facts), last


def cells(*groups):
    """Return a leaf's rows by group; a group is (name, rows, sum of milli-points)."""
    return {name: (rows, milli) for name, rows, milli in groups}


@st.composite
def _leaf_rows(draw):
    """Draw a leaf's rows in up to three groups; a group may be named without having any."""
    groups = draw(st.dictionaries(st.sampled_from(("east", "west", "")), st.integers(0, 4), max_size=3))
    return {name: (rows, draw(st.integers(0, 1000 * rows))) for name, rows in groups.items()}


@st.composite
def sides(draw, tree):
    """Draw one round of a standard: rows of its leaves by group, what does not exist, facts and last rates."""
    rows = {leaf.code: draw(_leaf_rows()) for leaf in tree.leaves if draw(st.booleans())}
    judged = {code for code, groups in rows.items() if any(count for count, _ in groups.values())}
    absent = [leaf.code for leaf in tree.leaves if leaf.code not in judged and draw(st.booleans())]
    last = {code: draw(rates) for code in draw(st.sets(st.sampled_from([n.code for n in tree.nodes])))}
    return Side(rows, frozenset(absent), draw(facts), last)


@st.composite
def round_pairs(draw):
    """Draw a standard with every rule and function, and two rounds by it."""
    tree = draw(cases())[0]
    return tree, draw(sides(tree)), draw(sides(tree))


def assert_whole(base, leaves):
    """Assert that a trial of ``wenming.engine.scoring.whatif`` says what the score of everything says: the total, and every node that moves and no other."""
    trial = base.tried(leaves)
    whole = score_with_parts(base.standard, Given({**base.given.leaves, **leaves}, base.given.facts, base.given.last))[
        1
    ]
    assert trial.total == whole[base.standard.root.code]
    moved = [
        (one.code, base.parts[one.code], whole[one.code])
        for one in base.standard.nodes
        if (base.parts[one.code].score, base.parts[one.code].attainable)
        != (whole[one.code].score, whole[one.code].attainable)
    ]
    assert [(line.node.code, line.was, line.will) for line in trial.moved] == moved
