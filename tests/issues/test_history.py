"""What the rehearsal city has settled, and what several channels report: the planted numbers, what is learned from it, every page on it."""

from __future__ import annotations

from itertools import combinations

import pytest
import yaml
from django.conf import settings
from django.test import Client

from tests.people import HOME, OFFICER, make_account
from wenming.issues.actions.learning import learn_city
from wenming.issues.models import DuplicatePair, Issue, MinorClass
from wenming.issues.queries import propose
from wenming.issues.queries.duplicates import open_groups
from wenming.issues.tasks.proposals import learn_cities

pytestmark = pytest.mark.django_db
FACTS = yaml.safe_load((settings.ROOT / "data" / "city" / "decided.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def seeded():
    """The fictional city with the seeds of issues' history, and nothing else of the rehearsal."""
    from django.utils import timezone

    from tests.people import LIAISON, SUPERVISOR, make_city
    from tests.sites.places import SQUARE, make_site, make_type, make_unit
    from wenming.issues.actions.categories import adopt_categories
    from wenming.issues.seeds.history import seed_history
    from wenming.issues.seeds.issues import Cast

    city = make_city()
    table = yaml.safe_load((settings.ROOT / "data" / "categories" / "district.yaml").read_text(encoding="utf-8"))
    for name in {minor["unit"] for kind in table["kinds"] for major in kind["majors"] for minor in major["minors"]}:
        make_unit(name, "department")
    for number, kind in enumerate(sorted({kind for _category, kind, _texts in FACTS["settled"]})):
        for place in range(3):
            at = (SQUARE[0] + 0.004 * number, SQUARE[1] + 0.004 * place)
            make_site(f"{number}-{place}", f"{kind}{place + 1}号", type=make_type(kind), at=at)
    source = (settings.ROOT / "data" / "categories" / "district.yaml").read_text(encoding="utf-8")
    adopt_categories(city=city, source=source, by=None, at=timezone.now())
    cast = Cast(*(make_account(one) for one in (OFFICER, SUPERVISOR, LIAISON)))
    seed_history(city=city, cast=cast, at=timezone.now())
    return city


def test_seed_history_plants_what_the_pages_show_and_teaches_more_than_rules_know(seeded, client: Client):
    assert Issue.objects.in_city(seeded).filter(state="closed").count() == 97
    planted = FACTS["reported"]
    groups, more = open_groups(seeded)
    texts = {frozenset(issue.text for issue in (group.master, *group.others)) for group in groups}
    assert texts == {frozenset(text for _source, text in reports) for _category, _kind, reports in planted}
    assert not more
    pairs = sum(len(list(combinations(reports, 2))) for _category, _kind, reports in planted)
    assert DuplicatePair.objects.in_city(seeded).count() == pairs
    model = learn_city(city=seeded, by=None, at=groups[0].master.reported_at)
    assert model is not None
    assert (model.number, model.cases) == (1, 97)
    category, unit = model.figures["category"], model.figures["unit"]
    # a quarter is held back, and as much before it for tuning; on it all ways are measured
    assert [figures[way][0] for figures in (category, unit) for way in ("both", "rules", "frequent")] == [24] * 6
    assert category["both"][1] > max(category["rules"][1], category["frequent"][1])
    assert category["both"][2] >= 20
    assert sum(cases for cases, _shares, _right in category["bins"]) == 24
    assert "node" not in model.figures
    # nothing new was settled: the night leaves the model as it is
    assert learn_cities() == 0
    found = propose(seeded, "楼下垃圾箱冒出来了").categories[0]
    assert (found.target.name, [why.ground for why in found.whys]) == ("暴露垃圾", ["words", "learned"])
    client.force_login(make_account(OFFICER))
    for path in (
        "categories/",
        "categories/limits/",
        "categories/adopt/",
        "categories/tables/jiyuan/",
        "categories/new/",
        "categories/proposals/?text=垃圾桶满溢",
        "duplicates/",
        "categories/export.xlsx",
        "categories/export.yaml",
        f"categories/{MinorClass.objects.in_city(seeded).first().pk}/",
    ):
        assert client.get(f"/{HOME}/issues/{path}").status_code == 200, path


def test_seeded_issues_all_count_for_a_clause_of_the_campaigns_edition():
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "issues.yaml").read_text(encoding="utf-8"))
    edition = yaml.safe_load(
        (settings.ROOT / "data" / "standards" / f"{facts['edition']}.yaml").read_text(encoding="utf-8")
    )
    leaves = {f"{one['code']}.{leaf['number']}" for one in edition["tree"] for leaf in one["children"]}
    used = {(category, kind) for _text, category, kind in facts["matters"]}
    used |= {(category, kind) for category, kind, _rest in (*FACTS["settled"], *FACTS["reported"])}
    used |= {(category, kind) for kind, reports in FACTS["apart"] for category, _source, _text in reports}
    assert {facts["clauses"][category][kind] for category, kind in used} <= leaves
    assert used == {(category, kind) for category, kinds in facts["clauses"].items() for kind in kinds}


def test_learn_from_cases_of_one_kind_or_too_few_makes_no_model():
    from wenming.issues.actions.learning import FEWEST, measure
    from wenming.issues.adapters.learning import learn
    from wenming.issues.queries.learning import Case

    alike = [Case("路灯不亮", None, None, {"路": 1}, 1, None, None)] * FEWEST
    assert learn([{"路": 1}], [1]) is None
    assert measure("category", alike, lambda _case: {"category": {}}) is None
    assert measure("unit", alike, lambda _case: {"unit": {}}) is None
    two = learn([{"路": 1}, {"灯": 1}], [1, 2])
    assert two is not None
    assert two.shares({"灯": 1})[2] > 0.5


def test_pack_and_unpack_models_gives_the_same_shares():
    from tests.engine.test_learned import model_of
    from wenming.engine.learned import tuned
    from wenming.issues.adapters.arrays import pack, unpack

    model = tuned(model_of({"路": (2.0, 0.5), "灯": (0.25, 1.0)}), 0.5, 0.75)
    again = unpack(pack({"category": model, "unit": model_of({"桶": (1.0, 0.0)})}))
    assert sorted(again) == ["category", "unit"]
    assert (again["category"].temperature, again["category"].trust) == (0.5, 0.75)
    assert again["category"].shares({"路": 2, "灯": 1}) == model.shares({"路": 2, "灯": 1})
