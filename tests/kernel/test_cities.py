"""A city's records never show without the city being named."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from tests.people import ELSEWHERE, NOBODY, OFFICER, STRANGER, make_account, make_city
from wenming.kernel.models import City, Event, UnscopedQueryError
from wenming.kernel.models.cities import RESERVED
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db


def test_objects_without_a_city_raise():
    with pytest.raises(UnscopedQueryError, match="in_city"):
        Event.objects.all()
    with pytest.raises(UnscopedQueryError):
        Post.objects.filter(role="office")


def test_objects_of_a_relation_are_scoped_by_their_record():
    officer = make_account(OFFICER)
    assert [post.role for post in officer.posts.all()] == ["office"]


def test_in_city_shows_that_city_only():
    make_account(OFFICER), make_account(STRANGER)
    assert {post.city.slug for post in Post.objects.in_city(make_city(ELSEWHERE))} == {"baiyun"}


def test_city_page_for_a_stranger_does_not_exist(client):
    make_city()
    client.force_login(make_account(NOBODY))
    assert client.get("/qinghe/").status_code == 404
    assert client.get("/nowhere/").status_code == 404


def test_city_page_without_sign_in_asks_for_it(client):
    make_city()
    response = client.get("/qinghe/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/qinghe/")


def test_city_page_after_the_post_ended_does_not_exist(client):
    officer = make_account(OFFICER)
    officer.posts.update(
        starts_on=datetime(2020, 1, 1, tzinfo=UTC).date(), ends_on=datetime(2020, 2, 1, tzinfo=UTC).date()
    )
    client.force_login(officer)
    assert client.get("/qinghe/").status_code == 404


def test_full_clean_with_an_unknown_time_zone_is_refused():
    city = City(slug="x", name="某市", time_zone="Asia/Xinyang", created_at=datetime.now(UTC))
    with pytest.raises(ValidationError, match="时区"):
        city.full_clean()


def first_parts(patterns) -> set[str]:
    """The first parts of all addresses, those of files included at the root too."""
    parts = set()
    for pattern in patterns:
        route = str(pattern.pattern)
        parts |= (
            first_parts(pattern.url_patterns)
            if route == "" and hasattr(pattern, "url_patterns")
            else {route.partition("/")[0]}
        )
    return {part for part in parts if part and not part.startswith("<")}


def test_full_clean_with_an_address_of_the_installation_is_refused():
    from django.urls import get_resolver

    taken = first_parts(get_resolver().url_patterns) | {"static"}
    assert taken == RESERVED
    for slug in taken:
        city = City(slug=slug, name="某市", created_at=datetime.now(UTC))
        with pytest.raises(ValidationError, match="系统自己使用"):
            city.full_clean()
