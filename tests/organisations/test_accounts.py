"""Accounts as an office hands them out; three duties that are never one person's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.organisations.keepers import AT, LATER, SYSTEM
from tests.people import (
    AUDITOR,
    ELSEWHERE,
    LEADER,
    LIAISON,
    NOBODY,
    OFFICER,
    OPERATOR,
    SECURITY,
    STRANGER,
    make_account,
    make_city,
)
from wenming.kernel.actions.accounts import use_link
from wenming.kernel.actions.codes import set_phone
from wenming.kernel.actions.identities import ask_for_link
from wenming.kernel.models import Account, Event, SignInLink
from wenming.organisations.actions import (
    BatchRefusedError,
    NotPossibleError,
    add_person,
    appoint,
    begin_tenure,
    delegate_post,
    found_unit,
    give_identity,
    give_phone,
    issue_accounts,
    link_for,
    lock_account,
    reissue_accounts,
    unlock_account,
)
from wenming.organisations.actions.accounts import NewAccount
from wenming.organisations.enums import batch_words, refusal_words
from wenming.organisations.models import Person, Post, Tenure
from wenming.organisations.queries.accounts import AccountFilter, accounts_listed, people_without_account

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def system():
    return make_account(SYSTEM)


@pytest.fixture
def security():
    return make_account(SECURITY)


@pytest.fixture
def bureau(city):
    return found_unit(city=city, kind="department", name="市城市管理局", parent=None, since=SINCE, by=None, at=AT)


@pytest.fixture
def person(city, bureau):
    person = add_person(city=city, name="林松涛", phone="139 0000 0001", by=None, at=AT)
    begin_tenure(person=person, unit=bureau, title="局长", since=SINCE, by=None, at=AT)
    return person


def row(**values):
    return NewAccount(**{"name": "林松涛", "username": "linsongtao", "role": "liaison", **values})


def test_issue_accounts_makes_account_post_and_tie_in_one_event(city, system, bureau, person):
    rows = [
        row(unit=bureau, person=person, phone="13900000001"),
        row(name="李四", username="lisi", title="科长", unit=bureau),
    ]
    first, second = issue_accounts(city=city, rows=rows, by=system, at=AT)
    account = Account.objects.get(username="linsongtao")
    person.refresh_from_db()
    assert (account.must_change_password, account.phone, person.account) == (True, "13900000001", account)
    assert (account.password_until, account.check_password(first.password)) == (AT + timedelta(days=14), True)
    assert [(post.role, post.unit) for post in account.posts.all()] == [("liaison", bureau)]
    assert Person.objects.in_city(city).get(name="李四").tenures.get().title == "科长"
    assert (first.unit, second.unit) == ("市城市管理局", "市城市管理局")
    event = Event.objects.in_city(city).latest("number")
    assert (event.kind, event.by, event.data["roles"]) == ("account.issued", system, {"liaison": 2})
    written = str(event.data)
    assert [secret in written for one in (first, second) for secret in (one.password, one.secret)] == [False] * 4
    assert use_link(secret=first.secret, by=None, at=AT) == account


def test_issue_accounts_for_the_whole_city_adds_no_tenure(city, system):
    (issued,) = issue_accounts(city=city, rows=[row(role="leader", title="市长")], by=system, at=AT)
    assert (issued.unit, issued.account.posts.get().unit, Tenure.objects.in_city(city).count()) == ("", None, 0)


def test_issue_accounts_by_the_installation_is_allowed(city):
    assert len(issue_accounts(city=city, rows=[row()], by=None, at=AT)) == 1


@pytest.mark.parametrize("keeper", [SECURITY, AUDITOR, LEADER], ids=lambda one: one.role)
def test_issue_accounts_by_somebody_else_is_refused(city, keeper):
    with pytest.raises(PermissionDenied):
        issue_accounts(city=city, rows=[row()], by=make_account(keeper), at=AT)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"username": "a b"}, "username", "name_invalid"),
        ({"username": OFFICER.username.upper()}, "username", "name_taken"),
        ({"phone": "13900000002"}, "phone", "phone_taken"),
        ({"role": "mayor"}, "role", "role_unknown"),
        ({"until": date(2026, 11, 19)}, "until", "ends_before_start"),
        ({"role": "firm"}, "until", "firm_without_end"),
    ],
)
def test_issue_accounts_with_a_fault_writes_nothing(city, system, change, field, reason):
    set_phone(account=make_account(OFFICER), number="13900000002", by=None, at=AT)
    before = Account.objects.count()
    with pytest.raises(BatchRefusedError) as refused:
        issue_accounts(city=city, rows=[row(name="甲", username="jia"), row(**change)], by=system, at=AT)
    assert [(one.row, one.field, one.reason) for one in refused.value.problems] == [(1, field, reason)]
    assert batch_words(reason)
    assert (Account.objects.count(), Post.objects.across_cities().filter(role="liaison").count()) == (before, 0)


def test_issue_accounts_with_doubles_names_both_rows(city, system, person):
    rows = [row(person=person, phone="13900000003"), row(username="LinSongTao", person=person, phone="13900000003")]
    with pytest.raises(BatchRefusedError) as refused:
        issue_accounts(city=city, rows=rows, by=system, at=AT)
    assert {one.reason for one in refused.value.problems} == {"name_twice", "phone_twice", "person_twice"}
    assert {one.row for one in refused.value.problems} == {0, 1}


def test_issue_accounts_for_who_has_one_or_for_a_strange_unit_is_refused(city, system, person, bureau):
    issue_accounts(city=city, rows=[row(person=person)], by=system, at=AT)
    strange = found_unit(
        city=make_city(ELSEWHERE), kind="department", name="某局", parent=None, since=SINCE, by=None, at=AT
    )
    with pytest.raises(BatchRefusedError) as refused:
        issue_accounts(city=city, rows=[row(username="x", person=person, unit=strange)], by=system, at=AT)
    assert [one.reason for one in refused.value.problems] == ["person_has_account", "unit_ended"]
    bureau.ends_on = SINCE
    bureau.save()
    with pytest.raises(BatchRefusedError):
        issue_accounts(city=city, rows=[row(name="乙", username="yi", unit=bureau)], by=system, at=AT)


def test_issue_more_accounts_than_a_batch_holds_is_refused(city, system):
    rows = [row(name="甲", username=f"jia{number}") for number in range(301)]
    with pytest.raises(BatchRefusedError) as refused:
        issue_accounts(city=city, rows=rows, by=system, at=AT)
    assert [one.reason for one in refused.value.problems] == ["too_many"]


def test_reissue_accounts_kills_the_old_password_and_link(city, system, bureau):
    (issued,) = issue_accounts(city=city, rows=[row(unit=bureau)], by=system, at=AT)
    (again,) = reissue_accounts(city=city, accounts=[issued.account], by=system, at=AT + timedelta(days=1))
    account = Account.objects.get(username="linsongtao")
    assert (account.check_password(issued.password), account.check_password(again.password)) == (False, True)
    assert (again.unit, again.until) == ("市城市管理局", AT + timedelta(days=15))
    assert use_link(secret=issued.secret, by=None, at=AT + timedelta(days=1)) is None
    assert use_link(secret=again.secret, by=None, at=AT + timedelta(days=1)) == account
    assert Event.objects.in_city(city).latest("number").kind == "account.reissued"


def test_reissue_ends_sessions(client, city, system):
    account = make_account(LEADER)
    client.force_login(account)
    reissue_accounts(city=city, accounts=[account], by=system, at=AT)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")


def guarded(city, system):
    """Accounts that this office may not hand out, each with the reason."""
    both = make_account(LIAISON)
    appoint(city=make_city(ELSEWHERE), account=both, role="liaison", by=None, at=AT)
    operator = make_account(OPERATOR)
    appoint(city=city, account=operator, role="leader", by=None, at=AT)
    locked = make_account(LEADER)
    Account.objects.filter(pk=locked.pk).update(is_active=False)
    return {
        "account_not_here": make_account(STRANGER),
        "account_elsewhere": both,
        "account_guards": make_account(AUDITOR),
        "own_account": system,
        "account_locked": locked,
    } | {"account_elsewhere ": operator}


@pytest.mark.parametrize(
    "act",
    [
        lambda city, one, by: reissue_accounts(city=city, accounts=[one], by=by, at=AT),
        lambda city, one, by: link_for(city=city, account=one, by=by, at=AT),
        lambda city, one, by: give_phone(city=city, account=one, number="13900000007", by=by, at=AT),
        lambda city, one, by: give_identity(city=city, account=one, reference="x", by=by, at=AT),
    ],
    ids=["reissue", "link", "phone", "identity"],
)
def test_hand_out_an_account_that_is_not_the_offices_is_refused(city, system, act):
    for reason, account in guarded(city, system).items():
        with pytest.raises(NotPossibleError, match=reason.strip()):
            act(city, account, system)
        assert refusal_words(reason.strip())
    assert SignInLink.objects.count() == 0


def test_link_for_somebody_signs_him_in_and_is_an_event(city, system):
    leader = make_account(LEADER)
    secret = link_for(city=city, account=leader, by=system, at=AT)
    link = SignInLink.objects.get()
    assert (link.made_by, link.until, link.purpose) == (system, AT + timedelta(days=1), "help")
    assert Event.objects.in_city(city).latest("number").kind == "account.link_made"
    assert use_link(secret=secret, by=None, at=AT) == leader


def test_give_phone_sets_and_clears_but_never_changes(city, system):
    leader, officer = make_account(LEADER), make_account(OFFICER)
    give_phone(city=city, account=leader, number="13900000001", by=system, at=AT)
    with pytest.raises(NotPossibleError, match="phone_set"):
        give_phone(city=city, account=leader, number="13900000002", by=system, at=AT)
    with pytest.raises(NotPossibleError, match="phone_taken"):
        give_phone(city=city, account=officer, number="13900000001", by=system, at=AT)
    give_phone(city=city, account=leader, number="", by=system, at=AT)
    leader.refresh_from_db()
    assert leader.phone == ""
    assert "1390000" not in str(list(Event.objects.in_city(city).values("data")))


def test_give_identity_links_the_reference_once(city, system):
    leader = make_account(LEADER)
    asked = ask_for_link(provider="zwdd", identity="u-1", name="高长明", by=None, at=AT)
    assert ask_for_link(provider="zwdd", identity="u-1", name="高长明", by=None, at=AT) == asked
    typed = asked.reference.replace("-", " ").lower()
    give_identity(city=city, account=leader, reference=typed, by=system, at=AT)
    assert leader.socialaccount_set.get().uid == "u-1"
    assert Event.objects.in_city(city).latest("number").data == {"provider": "zwdd"}
    late = ask_for_link(provider="zwdd", identity="u-2", name="", by=None, at=AT)
    twice = ask_for_link(provider="zwdd", identity="u-1", name="", by=None, at=AT)
    for reference, moment, reason in (
        (asked.reference, AT, "reference_over"),
        (late.reference, LATER, "reference_over"),
        ("2222-2222", AT, "reference_unknown"),
        ("22", AT, "reference_unknown"),
        (twice.reference, AT, "reference_linked"),
    ):
        with pytest.raises(NotPossibleError, match=reason):
            give_identity(city=city, account=leader, reference=reference, by=system, at=moment)
        assert refusal_words(reason)


def test_lock_account_ends_sessions_and_links_at_once(client, city, system, security):
    leader = make_account(LEADER)
    secret = link_for(city=city, account=leader, by=system, at=AT)
    client.force_login(leader)
    assert client.get("/qinghe/").status_code == 200
    lock_account(city=city, account=leader, by=security, at=AT)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")
    unlock_account(city=city, account=leader, by=security, at=AT)
    assert client.get("/qinghe/")["Location"].startswith("/accounts/login/")
    assert use_link(secret=secret, by=None, at=AT) is None
    kinds = Event.objects.in_city(city).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["account.link_made", "account.locked", "account.unlocked"]


def test_lock_account_twice_says_so(city, security):
    leader = make_account(LEADER)
    with pytest.raises(NotPossibleError, match="not_locked"):
        unlock_account(city=city, account=leader, by=security, at=AT)
    lock_account(city=city, account=leader, by=security, at=AT)
    with pytest.raises(NotPossibleError, match="locked_already"):
        lock_account(city=city, account=leader, by=security, at=AT)


@pytest.mark.parametrize("keeper", [SYSTEM, OFFICER, AUDITOR], ids=lambda one: one.role)
def test_lock_account_by_somebody_else_is_refused(city, keeper):
    for act in (lock_account, unlock_account):
        with pytest.raises(PermissionDenied):
            act(city=city, account=make_account(LEADER), by=make_account(keeper), at=AT)


def test_lock_ones_own_account_is_refused(city, security):
    with pytest.raises(NotPossibleError, match="own_account"):
        lock_account(city=city, account=security, by=security, at=AT)


def test_appoint_oneself_is_refused(city, system):
    with pytest.raises(NotPossibleError, match="to_oneself_given"):
        appoint(city=city, account=system, role="leader", by=system, at=AT)
    post = make_account(LEADER).posts.get()
    with pytest.raises(NotPossibleError, match="to_oneself_given"):
        delegate_post(post=post, account=system, until=date(2026, 12, 31), by=system, at=AT)
    assert refusal_words("to_oneself_given")


@pytest.mark.parametrize(
    ("held", "wanted", "refused"),
    [
        (SYSTEM, "security_administrator", True),
        (SYSTEM, "auditor", True),
        (SECURITY, "office", True),
        (AUDITOR, "security_administrator", True),
        (SYSTEM, "office", False),
        (AUDITOR, "inspector", False),
        (LEADER, "auditor", False),
    ],
    ids=lambda one: getattr(one, "role", one),
)
def test_appoint_to_a_duty_that_must_stand_apart_is_refused(city, held, wanted, refused):
    account = make_account(held)
    if refused:
        with pytest.raises(NotPossibleError, match="apart"):
            appoint(city=city, account=account, role=wanted, by=None, at=AT)
    else:
        assert appoint(city=city, account=account, role=wanted, by=None, at=AT).role == wanted
    assert refusal_words("apart")


def test_list_accounts_under_a_filter(city, system, bureau, person):
    issue_accounts(city=city, rows=[row(unit=bureau, person=person)], by=system, at=AT)
    make_account(LEADER), make_account(STRANGER), make_account(NOBODY)

    def found(**wanted):
        return sorted(accounts_listed(city, AccountFilter(**wanted)).values_list("username", flat=True))

    assert found() == ["gao.changming", "guan.zhengyan", "linsongtao"]
    assert found(state="waiting") == found(words="lst") == found(words="林") == found(under=bureau.pk) == ["linsongtao"]
    assert found(state="active") == ["gao.changming", "guan.zhengyan"]
    assert found(state="locked") == found(under=10**9) == []


def test_read_a_filter_from_an_address_takes_what_fits():
    assert AccountFilter.of({"q": " 林 ", "under": "7", "state": "waiting"}) == AccountFilter("林", 7, "waiting")
    assert AccountFilter.of({"under": "x", "state": "no"}) == AccountFilter()


def test_list_people_without_account_leaves_out_who_has_one_or_is_nothing(city, system, bureau, person):
    add_person(city=city, name="无任职", by=None, at=AT)
    on = date(2026, 11, 20)
    assert [one.name for one in people_without_account(city, AccountFilter(), on=on)] == ["林松涛"]
    assert [one.name for one in people_without_account(city, AccountFilter(under=bureau.pk), on=on)] == ["林松涛"]
    assert people_without_account(city, AccountFilter(under=10**9), on=on).count() == 0
    issue_accounts(city=city, rows=[row(person=person)], by=system, at=AT)
    assert people_without_account(city, AccountFilter(), on=on).count() == 0
