"""Setting up an installation from the shell: cities, accounts, posts."""

import json

import pytest
from django.contrib.auth.password_validation import validate_password

from wenming.config.cli import main
from wenming.kernel.actions.accounts import first_password
from wenming.kernel.models import Account, City, Event
from wenming.kernel.queries.events import verify_chain
from wenming.organisations.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.counted]


def test_city_create_begins_its_chain(capsys):
    assert main(["city", "create", "xinyang", "信阳市", "--name-en", "Xinyang"]) == 0
    assert capsys.readouterr().out == "已建立 信阳市，网址是 /xinyang/\n"
    city = City.objects.get()
    assert (city.name_en, Event.objects.in_city(city).get().kind, verify_chain(city).whole) == (
        "Xinyang",
        "city.created",
        True,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Xin Yang", "信阳市"], "slug:"),
        (["xinyang", "信阳市", "--time-zone", "Asia/Xinyang"], "time_zone: 没有名为"),
        (["besetzt", "某市"], "slug:"),
    ],
)
def test_city_create_with_a_fault_names_the_field_in_one_line(capsys, arguments, words):
    main(["city", "create", "besetzt", "某市"])
    capsys.readouterr()
    assert main(["city", "create", *arguments]) == 2
    told = capsys.readouterr().err
    assert (told.startswith(words), told.count("\n"), City.objects.count()) == (True, 1, 1)


def test_account_create_with_a_post_can_sign_in(capsys, client):
    main(["city", "create", "xinyang", "信阳市", "--json"])
    capsys.readouterr()
    assert main(["account", "create", "fang", "方文澜", "--city", "xinyang", "--role", "office", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    response = client.post("/accounts/login/", {"login": "fang", "password": told["password"]})
    assert response["Location"] == "/"
    assert client.get("/")["Location"] == "/accounts/own/password/?next=%2F"
    own = {"password1": "Shanshui-2026-qinghe", "password2": "Shanshui-2026-qinghe"}
    client.post("/accounts/own/password/", own)
    assert client.get("/")["Location"] == "/xinyang/"


def test_account_link_signs_in_once(capsys, client):
    main(["account", "create", "fang", "方文澜", "--operator"])
    capsys.readouterr()
    assert main(["account", "link", "Fang", "--address", "https://wenming.example.cn/", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["username"], told["url"].startswith("https://wenming.example.cn/accounts/link/")) == ("fang", True)
    path = told["url"].removeprefix("https://wenming.example.cn")
    assert client.post(path)["Location"] == "/"
    client.logout()
    assert client.post(path).status_code == 410


def test_account_link_in_words_names_the_usual_host(capsys, settings):
    main(["account", "create", "fang", "方文澜"])
    capsys.readouterr()
    assert main(["account", "link", "fang"]) == 0
    assert capsys.readouterr().out.startswith(
        f"fang 的登录链接（只能用一次，一天内有效）：https://{settings.ALLOWED_HOSTS[0]}/accounts/link/"
    )


def test_account_link_for_nobody_or_a_locked_account_says_so(capsys):
    main(["account", "create", "fang", "方文澜"])
    Account.objects.update(is_active=False)
    capsys.readouterr()
    assert [main(["account", "link", name]) for name in ("nobody", "fang")] == [2, 2]
    assert capsys.readouterr().err == "没有登录名为“nobody”的账号\n账号“fang”已停用；请先由安全管理员恢复\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fang", "方", "--city", "xinyang"], "--city 和 --role 要一起写"),
        (["fang", "方", "--city", "nirgends", "--role", "office"], "没有城市 nirgends"),
        (["FANG", "方"], "username: 登录名“FANG”已经有人用了"),
        (["fang wen", "方"], "username: 登录名只能用字母、数字、汉字和 . @ + - _"),
    ],
)
def test_account_create_with_a_fault_creates_nothing(capsys, arguments, words):
    if arguments[0] == "FANG":
        main(["account", "create", "fang", "方"])
    before = Account.objects.count()
    capsys.readouterr()
    assert main(["account", "create", *arguments]) == 2
    assert capsys.readouterr().err == f"{words}\n"
    assert (Account.objects.count(), Post.objects.across_cities().count()) == (before, 0)


def test_account_password_gives_another_one(capsys):
    main(["account", "create", "fang", "方", "--operator"])
    first = capsys.readouterr().out
    assert main(["account", "password", "Fang"]) == 0
    second = capsys.readouterr().out
    assert first != second
    account = Account.objects.get()
    assert account.is_operator
    assert account.check_password(second.split("密码是 ")[1].split("（")[0])
    assert main(["account", "password", "nobody"]) == 2


def test_first_password_keeps_our_own_rules_and_never_repeats():
    drawn = {first_password() for _time in range(200)}
    assert len(drawn) == 200
    assert [validate_password(password) for password in drawn] == [None] * 200


@pytest.mark.parametrize("command", [["city", "create", "xinyang", "信阳市"], ["events", "verify"]])
def test_command_without_a_database_says_so_in_one_line(capsys, command):
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("kernel_eventhead", "kernel_city"):
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    assert main(command) == 2
    told = capsys.readouterr().err
    assert (told.startswith("用不了数据库"), told.count("\n")) == (True, 1)
