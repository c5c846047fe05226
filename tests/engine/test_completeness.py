"""How complete an edition is: counted per section, by confidence, and with what is left open."""

from fractions import Fraction

from wenming.engine.completeness import SectionCount, completeness_of
from wenming.engine.provenance import Confidence, Provenance
from wenming.engine.provisions import (
    ApplyCondition,
    Bonus,
    Checklists,
    NegativeEntry,
    Penalty,
    PenaltyEffect,
    Provisions,
    Question,
)
from wenming.engine.standards import MissingRule, Node, Standard

NOTICE, COPY = Provenance("notice", Confidence.SOURCED), Provenance("copy", Confidence.SHARED)
CANCEL = Penalty(PenaltyEffect.CANCEL)
SAID = Provisions(
    conditions=(ApplyCondition("c1", "件", "C", NOTICE),),
    negative_list=(
        NegativeEntry("G1", "负", "N", COPY, CANCEL, CANCEL, CANCEL),
        NegativeEntry("G2", "负", "N", COPY, CANCEL),
    ),
    bonus=(Bonus("b1", "奖", "B", NOTICE), Bonus("b2", "奖", "B", NOTICE, Fraction(1))),
    questions=(Question("q1", "问", "Q", None), Question("q2", "问", "Q", COPY, ("好",), (Fraction(1),))),
)


def node(code, *children, **details):
    return Node(code, code, "content", Fraction(1), MissingRule.ZERO, MissingRule.ZERO, children=children, **details)


def test_count_an_edition_names_rows_open_numbers_and_assumed_points():
    part = node("1.1", assumed=True, provenance=COPY)
    root = node("root", node("1", part, provenance=NOTICE))
    gaps = (("其余", "The rest"),)
    standard = Standard("e", "例", "E", "1", ("content",), root, False, "", not_covered=gaps, provisions=SAID)
    found = completeness_of(standard)
    assert (found.complete, found.assumed, found.not_covered, found.facts) == (False, (part,), gaps, 9)
    assert found.sections == (
        SectionCount("nodes", 2, 1),
        SectionCount("conditions", 1),
        SectionCount("negative_list", 2, 1),
        SectionCount("bonus", 2, 1),
        SectionCount("questions", 2, 1),
    )
    assert found.confidences == (
        (Confidence.SOURCED, 4),
        (Confidence.SHARED, 4),
        (Confidence.INFERRED, 0),
        (Confidence.UNVERIFIED, 1),
    )


def test_count_a_collection_knows_no_tree_and_no_gaps():
    found = completeness_of(Checklists("f", "表", "F", "1", Provisions(bonus=SAID.bonus), ""))
    assert (found.complete, found.sections, found.assumed, found.not_covered) == (
        True,
        (SectionCount("bonus", 2, 1),),
        (),
        (),
    )
