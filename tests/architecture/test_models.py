"""The records: migrations are complete, what is unique is unique per city, and no query forgets the city."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from tests import people
from wenming.kernel.models import City, CityScoped, UnscopedQueryError

OURS = [model for model in apps.get_models() if model.__module__.startswith("wenming.")]
SCOPED = [model for model in OURS if issubclass(model, CityScoped)]
# Records that stand above the cities, or get their city from a record that has one.
WITHOUT_CITY = {
    "Account": "a person may hold posts in several cities",
    "City": "is the city",
    "EventHead": "its primary key is the city",
    "IdentityRequest": "somebody whom no city knows yet",
    "SignInCode": "a way into an account, or into none",
    "SignInLink": "a way into an account",
    "JobRun": "belongs to an event, which has its city",
}


@pytest.mark.django_db
def test_compare_models_with_migrations_finds_nothing_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_compare_squashed_migrations_with_their_steps_finds_the_same_records():
    whole, steps = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    ours = {model._meta.app_label for model in OURS}
    squashed = {key: one.replaces for key, one in whole.disk_migrations.items() if one.replaces and key[0] in ours}
    assert {app for app, _name in squashed} == ours
    before, after = (
        steps.project_state([replaced[-1] for replaced in squashed.values()]),
        whole.project_state([*squashed]),
    )
    assert before.models.keys() == after.models.keys()
    assert MigrationAutodetector(before, after).changes(steps.graph) == {}


def test_list_models_finds_each_scoped_by_city_or_excused():
    assert {model.__name__ for model in OURS if model not in SCOPED} == WITHOUT_CITY.keys()


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_read_unique_rules_of_a_scoped_model_finds_the_city_in_each(model):
    rules = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    assert [rule.name for rule in rules if "city" not in rule.fields] == []
    assert model._meta.unique_together in ((), [])
    # A one-to-one relation is unique by the record it belongs to, which has its city.
    alone = [f.name for f in model._meta.local_fields if f.unique and not f.primary_key and not f.one_to_one]
    assert alone == []


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_query_a_scoped_model_without_a_city_raises(model):
    for careless in (model.objects.all, lambda: model.objects.filter(pk=1), model.objects.count):
        with pytest.raises(UnscopedQueryError):
            careless()


@pytest.mark.django_db
def test_query_a_scoped_model_in_a_city_gives_that_city_only():
    from wenming.organisations.models import Post

    people.make_cast()
    elsewhere = City.objects.get(slug=people.ELSEWHERE)
    assert [post.account.username for post in Post.objects.in_city(elsewhere)] == [people.STRANGER.username]


def test_read_texts_of_models_finds_a_chinese_name_for_every_model():
    def chinese(text: str) -> bool:
        return any("\u4e00" <= sign <= "\u9fff" for sign in text)

    assert [model.__name__ for model in OURS if not chinese(str(model._meta.verbose_name))] == []
