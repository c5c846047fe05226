"""``urls`` and ``login``: every address with who may open it; the session of somebody of the demo, and of nobody anywhere else."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import HOME, OFFICER, OPERATOR, make_account, make_cast, make_city
from wenming.config.cli import main
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast():
    make_cast()


def test_list_urls_as_json_names_methods_example_and_who_may(capsys):
    assert main(["urls", "--city", HOME, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    rows = {row["name"]: row for row in told["urls"]}
    assert told["city"] == HOME
    assert rows["organisations:post_new"] == {
        "name": "organisations:post_new",
        "pattern": "<slug:city>/posts/new/",
        "methods": ["GET", "POST"],
        "example": f"/{HOME}/posts/new/",
        "opens": ["office", "system_administrator"],
        "writes": ["office", "system_administrator"],
        "by_key": False,
        "shut": False,
    }
    assert (rows["standards:picture"]["example"], rows["account_signup"]["shut"]) == (None, True)


def test_list_urls_for_people_prints_one_line_each(capsys):
    assert main(["urls"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 150
    assert [line.split()[:2] for line in lines if line.startswith("messaging:away_all")] == [
        ["messaging:away_all", "POST"]
    ]


@pytest.mark.parametrize(("role", "person"), [("office", OFFICER), ("operator", OPERATOR)])
def test_log_in_prints_a_cookie_that_opens_the_pages(capsys, role, person):
    assert main(["login", role, "--city", HOME, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["username"] == person.username
    client = Client()
    name, _equals, value = told["cookie"].partition("=")
    client.cookies[name] = value
    page = client.get("/operations/jobs/" if role == "operator" else f"/{HOME}/rounds/")
    assert (page.status_code, page.context["account_label"]) == (200, make_account(person).name)


def test_log_in_prints_the_cookie_alone_for_shells(capsys):
    assert main(["login", "leader"]) in {0, 2}
    assert main(["login", "leader", "--city", HOME]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("sessionid=")


def test_log_in_as_a_post_that_nobody_holds_says_so(capsys):
    Post.objects.in_city(make_city()).filter(role="firm").update(
        ends_on=timezone.now().date().replace(year=2026, month=1, day=2)
    )
    assert main(["login", "firm", "--city", HOME]) == 2
    assert "没有人担任 firm" in capsys.readouterr().err


def test_log_in_at_an_installation_is_refused(capsys, settings):
    settings.DEMO_SIGN_IN = False
    assert main(["login", "office", "--city", HOME]) == 2
    assert "正式环境" in capsys.readouterr().err


def test_read_the_settings_of_an_installation_finds_no_way_around_sign_in():
    from wenming.config.settings import base

    assert base.DEMO_SIGN_IN is False
