"""The packs and checklists that come with the platform: that they say what is known, from where, and no more."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from tests.engine.scoring.trees import assert_whole, leaf_values, properties
from wenming.engine.observations import FULL
from wenming.engine.provisions import Headline, Judgement, Penalty, PenaltyEffect
from wenming.engine.scoring.exact import NO_RATES, Given, cycle_score, leaf_from_statistics, score_standard
from wenming.engine.scoring.whatif import Base
from wenming.engine.standards import FunctionKind
from wenming.standards.imports.checklists import CHECKLISTS, load_checklists
from wenming.standards.imports.packs import load_standard
from wenming.standards.imports.provisions import SECTIONS

use_messages()

STANDARDS = {path.stem: load_standard(path) for path in sorted(PACKS.glob("*.yaml"))}
COLLECTIONS = {path.stem: load_checklists(path) for path in sorted(CHECKLISTS.glob("*.yaml"))}
NATIONAL, REVISED = STANDARDS["national-civilized-city-2018-2020"], STANDARDS["national-civilized-city-2017"]
INDEX, MINORS = STANDARDS["city-civilization-index-2012"], STANDARDS["minors-2016"]
SANITARY, FORMS = STANDARDS["sanitary-city-2014"], COLLECTIONS["field-forms"].provisions
BOTH = {NATIONAL.code, SANITARY.code}
CHINESE = re.compile(r"[一-鿿，。；：“”（）]")


def rows(provisions):
    """Return every row of every section."""
    return [row for section in SECTIONS for row in getattr(provisions, section)]


def titles(row):
    """Return the editions in which a row of a collection counts."""
    return {clause.split("/")[0] for clause in row.clauses}


def year(score, **facts):
    """One year of the national index in which every method earned the same share."""
    part = leaf_from_statistics(100, int(Fraction(score) * FULL))
    return score_standard(NATIONAL, {leaf.code: part for leaf in NATIONAL.leaves}, facts=facts).score


# ---- what holds for all of them


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS)
def test_shipped_pack_says_of_every_fact_where_it_is_from(standard):
    facts = [*standard.nodes[1:], *rows(standard.provisions)]
    assert [fact.code for fact in facts if fact.provenance is None or not fact.provenance.source] == []


@settings(properties, max_examples=40)
@given(data=st.data())
def test_try_other_values_in_a_shipped_pack_has_the_digits_of_the_whole_score(data):
    standard = data.draw(st.sampled_from(list(STANDARDS.values())))
    codes = [leaf.code for leaf in standard.leaves]
    rows = data.draw(st.lists(st.integers(0, 97), min_size=len(codes), max_size=len(codes)))
    earned = data.draw(st.integers(0, 1000))
    leaves = {
        code: leaf_from_statistics(n, n * (earned * (at + 1) % 1001))
        for at, (code, n) in enumerate(zip(codes, rows, strict=True))
    }
    switches = sorted({one.fact for node in standard.nodes for one in node.functions if one.fact})
    facts = {code: data.draw(st.integers(0, 3)) for code in switches}
    tried = data.draw(st.dictionaries(st.sampled_from(codes), leaf_values, max_size=8))
    assert_whole(Base.of(standard, Given(leaves, facts, NO_RATES)), tried)


def test_shipped_packs_without_gaps_are_the_two_local_ones_and_our_own_examples():
    complete = {code for code, standard in STANDARDS.items() if standard.complete}
    assert complete == {code for code, standard in STANDARDS.items() if not standard.not_covered}
    ours = {f"city-civilised-{kind}-2026" for kind in ("workplace", "community", "campus")}
    assert complete == {"jining-2017-street-index", "suzhou-2016-district"} | ours
    # written by us: nothing in them pretends to come from elsewhere
    assert {row.provenance.confidence.value for code in ours for row in rows(STANDARDS[code].provisions)} == {
        "unverified"
    }


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_shipped_collection_bears_its_name_and_says_where_every_row_is_from(collection):
    assert COLLECTIONS[collection.code] is collection
    assert [row.code for row in rows(collection.provisions) if not (row.provenance and row.provenance.source)] == []


@pytest.mark.parametrize("provisions", [*(s.provisions for s in STANDARDS.values()), FORMS])
def test_shipped_english_holds_no_chinese(provisions):
    texts = [getattr(row, key, "") for row in rows(provisions) for key in ("name_en", "walk_en", "how_en", "answer_en")]
    assert [text for text in texts if CHINESE.search(text)] == []


@pytest.mark.parametrize("standard", [NATIONAL, REVISED], ids=lambda standard: standard.code)
def test_shipped_deductions_are_those_of_the_negative_list(standard):
    entries = {entry.code: entry.nominated for entry in standard.provisions.negative_list}
    taken = {
        function.fact: function.limit for function in standard.root.functions if function.kind is FunctionKind.DEDUCT
    }
    assert taken == {"leader-discipline": 5, "G15": 3}
    assert {code: entries[code].points for code in taken} == taken


# ---- the national system


def test_national_accident_entry_has_its_three_penalties():
    entry = next(entry for entry in NATIONAL.provisions.negative_list if entry.code == "G15")
    assert (entry.holder, entry.nominated, entry.applicant) == (
        Penalty(PenaltyEffect.SUSPEND, months=12),
        Penalty(PenaltyEffect.DEDUCT, Fraction(3), 12),
        Penalty(PenaltyEffect.DISQUALIFY, months=12),
    )


def test_national_negative_list_knows_one_number_only():
    codes = [entry.code for entry in NATIONAL.provisions.negative_list]
    assert [code for code in codes if code.startswith("G")] == ["G15"]
    assert len(codes) == 6


def test_national_conditions_look_back_a_year_and_over_the_cycle():
    months = {condition.code: condition.months for condition in NATIONAL.provisions.conditions}
    assert months == {"nominated": None, "minors-85": 36, "leader-12-months": 12, "events-12-months": 12}


def test_national_survey_has_22_questions_without_scores_and_one_for_each_headline():
    questions = NATIONAL.provisions.questions
    assert (len(questions), {question.scores for question in questions}) == (22, {()})
    found = {question.headline: question.code for question in questions if question.headline}
    assert found == {
        Headline.AWARENESS: "Q19",
        Headline.PARTICIPATION: "Q20",
        Headline.SUPPORT: "Q21",
        Headline.SATISFACTION: "Q22",
    }


def test_national_papers_are_of_four_kinds_and_twelve_months():
    papers = NATIONAL.provisions.materials
    assert [paper.kind.value for paper in papers] == ["document", "report", "picture", "statistics"]
    assert {(paper.months, paper.clauses) for paper in papers} == {(12, ("filing",))}


def test_national_cycle_of_jinan_counts_the_score_after_the_deduction():
    # W-3: 94.65 in 2016, minus 5 for its leader, in each place of the cycle
    jinan = year("94.65", **{"leader-discipline": 1})
    assert jinan == Fraction("89.65")
    assert cycle_score(NATIONAL, [jinan, 90, 92]) == Fraction("91.1475")
    assert cycle_score(NATIONAL, [90, 92, jinan]) == Fraction("90.29")


def test_revised_edition_begins_with_eight_criteria_of_three_contents():
    contents = [content for content in REVISED.nodes if content.level == "content"]
    assert {content.code: len(content.children) for content in contents} == {"Ⅲ-1": 3, "Ⅲ-2": 3, "Ⅲ-3": 2}
    surveyed = [leaf.code for leaf in REVISED.leaves if "survey" in leaf.methods]
    assert (surveyed, all("material_review" in leaf.methods for leaf in REVISED.leaves)) == (["Ⅲ-3.2"], True)


# ---- index, minors, sanitary city


def test_index_has_five_categories_of_a_hundred_points():
    assert [project.points for project in INDEX.root.children] == [29, 22, 18, 26, 5]
    assert (INDEX.root.points, len(INDEX.node("Ⅱ-1").children)) == (100, 5)
    assert [node.code for node in INDEX.nodes if node.assumed] == [
        "Ⅱ-1", "Ⅱ-1.1", "Ⅱ-1.2", "Ⅱ-1.3", "Ⅱ-1.4", "Ⅱ-1.5", "Ⅱ-2"
    ]  # fmt: skip


def test_minors_have_27_criteria_in_five_projects():
    assert [len(project.children) for project in MINORS.root.children] == [4, 4, 8, 5, 6]
    assert (len(MINORS.leaves), MINORS.root.points) == (27, 100)
    assert {site_type.metres for site_type in MINORS.provisions.site_types} == {200}


def test_sanitary_city_has_eight_chapters_and_figures_for_most_of_them():
    assert [chapter.code for chapter in SANITARY.root.children] == list("12345678")
    figures = {figure.code: figure for figure in SANITARY.provisions.figures}
    assert (figures["satisfaction"].at_least, figures["noise"].at_most, figures["park-green"].at_least) == (
        90, 60, Fraction("8.5"),
    )  # fmt: skip
    assert (figures["cleaning-main"].at_least, figures["cleaning-ordinary"].at_least) == (16, 12)


def test_sanitary_samples_grow_with_the_city():
    sizes = {}
    for sample in SANITARY.provisions.samples:
        part, _dash, size = sample.code.rpartition("-")
        sizes.setdefault(part, []).append(sample.size)
        limits = {"small": (None, 50), "medium": (50, 200), "large": (200, None)}
        assert (sample.population_from, sample.population_below) == limits[size]
    assert (sizes["total"], sizes["organisation"], sizes["roads"]) == ([161, 215, 267], [7, 10, 13], [8, 12, 15])
    assert (sizes["education"], sizes["appearance"]) == ([12, 13, 14], [61, 79, 99])
    assert [parts for parts in sizes.values() if parts != sorted(parts) or len(parts) != 3] == []


# ---- the checklists of the field


def test_field_forms_name_clauses_that_their_editions_have():
    known = {f"{code}/{node.code}" for code, standard in STANDARDS.items() for node in standard.nodes[1:]}
    named = {clause for row in rows(FORMS) for clause in getattr(row, "clauses", ())}
    assert (named - known, {clause.split("/")[0] for clause in named}) == (
        set(),
        BOTH | {MINORS.code, "suzhou-2016-district"},
    )


def test_field_forms_of_fourteen_site_types_serve_two_titles():
    shared = {item.site_type for item in FORMS.check_items if titles(item) >= BOTH}
    assert (len(shared), len(FORMS.site_types)) == (14, 19)


def test_field_forms_give_every_site_type_a_checklist_in_the_order_of_its_codes():
    for site_type in FORMS.site_types:
        codes = [item.code for item in FORMS.check_items if item.site_type == site_type.code]
        assert (codes, len(codes) >= 3) == (sorted(codes), True)
        assert [code for code in codes if not re.fullmatch(rf"{site_type.code}-\d\d-\d\d", code)] == []
    assert [item.code for item in FORMS.check_items if not item.clauses] == []


def test_field_forms_keep_the_walking_rules():
    walks = {row.code: (row.metres, row.minutes, row.time_from, row.time_to) for row in FORMS.site_types if row.walk}
    assert walks == {
        "公交": (None, None, "7:40", "8:30"),
        "景点": (200, None, "", ""),
        "干道": (500, None, "", ""),
        "小区": (200, None, "", ""),
        "路口": (None, 5, "", ""),
        "校园周边": (200, None, "", ""),
    }


@pytest.mark.parametrize(
    ("code", "least", "most", "per", "apart"),
    [
        ("干道-01-01", 1, None, 200, 20),
        ("干道-01-02", 3, None, 500, 20),
        ("市场-01-02", 5, None, None, 10),
        ("医院-01-01", None, 15, None, None),
        ("路口-01-01", None, 0, None, None),
        ("少年宫-01-02", 100, None, None, None),
    ],
)
def test_field_forms_keep_the_counting_rules(code, least, most, per, apart):
    item = next(item for item in FORMS.check_items if item.code == code)
    assert (item.judge, item.at_least, item.at_most, item.per_metres, item.apart_metres) == (
        Judgement.COUNT, least, most, per, apart,
    )  # fmt: skip


def test_field_forms_ask_once_for_the_satisfaction_of_both():
    (question,) = FORMS.questions
    assert (titles(question), question.at_least) == (BOTH, Fraction(9, 10))
    assert [row.code for row in FORMS.crosswalk if not titles(row) & BOTH or len(titles(row)) < 2] == []


def test_field_forms_have_cards_that_answer_their_question():
    assert len(FORMS.cards) == 35
    assert [card.code for card in FORMS.cards if not card.name.endswith("？") or not card.answer.endswith("。")] == []
