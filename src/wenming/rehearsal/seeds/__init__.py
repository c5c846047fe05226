"""A city to try things on: fictional people, streets and units, real schemes, two rounds and one workbook to check.

Everything goes in through the same actions that an office uses; nothing is written past them. The figures follow from
the city's address and the round alone, so that two machines show the same demo.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter
import yaml
from django.conf import settings

from wenming.campaigns.seeds.campaigns import seed_campaigns
from wenming.campaigns.seeds.decomposition import seed_decomposition
from wenming.campaigns.seeds.responsibilities import seed_responsibilities
from wenming.inspections.actions import start_import, write_round
from wenming.inspections.models import RoundImport
from wenming.issues.seeds.history import seed_history
from wenming.issues.seeds.issues import Cast as IssueCast
from wenming.issues.seeds.issues import seed_issues
from wenming.issues.seeds.leaders import seed_beside
from wenming.issues.seeds.lookbacks import seed_look_backs
from wenming.issues.seeds.papers import seed_papers
from wenming.issues.seeds.proofs import seed_proofs
from wenming.kernel.actions.installation import create_city
from wenming.kernel.models import Account, City
from wenming.messaging.seeds import seed_notices
from wenming.organisations.seeds import seed_organisation
from wenming.rehearsal.seeds.burden import seed_burden
from wenming.rehearsal.seeds.cast import CITIES, PASSWORD, appoint_cast, cast_of, person_named, username_in
from wenming.rehearsal.seeds.creation import Cast as CreationCast
from wenming.rehearsal.seeds.creation import seed_creation
from wenming.rehearsal.seeds.draws import seed_draws
from wenming.rehearsal.seeds.fieldwork import Walkers, seed_fieldwork
from wenming.rehearsal.seeds.forecasts import seed_forecasts
from wenming.rehearsal.seeds.grades import Graders, seed_grades
from wenming.rehearsal.seeds.leagues import seed_leagues
from wenming.rehearsal.seeds.materials import Cast as MaterialCast
from wenming.rehearsal.seeds.materials import seed_materials
from wenming.sites.seeds import seed_sites
from wenming.standards.actions import adopt_checklists, adopt_edition, name_chief
from wenming.standards.imports.checklists import CHECKLISTS
from wenming.standards.imports.packs import PACKS
from wenming.standards.models import Edition
from wenming.supervision.seeds import Cast as SupervisionCast
from wenming.supervision.seeds import seed_supervision

__all__ = ["CITIES", "PASSWORD", "TRIALS", "cast_of", "round_workbook", "seed_city", "seed_operator"]
PACKS_OF_CITY = ("suzhou-2016-district", "national-civilized-city-2018-2020", "sanitary-city-2014")
"""The scheme by which its rounds are judged, the edition it stands for, and another title that their rows count for."""
FIELD_FORMS = CHECKLISTS / "field-forms.yaml"
CHIEF = {"unit": "市场秩序局", "post": "市场科科长", "name": "石敬之", "phone": "0376-5550123"}
HEAD = ("序号", "项目", "考察点位", "扣分", "得分", "区域", "责任单位1", "责任单位2", "检查项编号")
DEDUCTIONS = ("", "", "", "", "", "", "", 0.1, 0.1, 0.2, 0.2, 0.3, 1)


@dataclass(frozen=True, slots=True)
class Trial:
    """One fictional round: its name, how many days ago it ended, and whether its workbook carries typical mistakes."""

    name: str
    days_ago: int
    damaged: bool = False


TRIALS = (Trial("第一轮实地测评", 38), Trial("第二轮实地测评", 10), Trial("第三轮实地测评", 1, damaged=True))


def seed_city(*, slug: str, name: str, name_en: str, at: datetime) -> City:
    """Create a city with its cast, its standard, two rounds and one workbook that waits to be checked; keep one that exists."""
    known = City.objects.filter(slug=slug).first()
    if known is not None:
        return known
    city = create_city(slug=slug, name=name, name_en=name_en, time_zone="Asia/Shanghai", by=None, at=at)
    seed_organisation(city=city, at=at)
    officer = appoint_cast(city, at=at)
    edition = _adopt(city, by=officer, at=at)
    seed_sites(city=city, by=officer, at=at)
    for trial in TRIALS:
        import_ = _upload(edition, trial, by=officer, at=at)
        if not trial.damaged:
            write_round(import_=import_, partial=False, by=officer, at=at)
    seed_campaigns(city=city, at=at)
    seed_responsibilities(city=city, at=at)
    seed_decomposition(city=city, by=officer, at=at)
    seed_issues(city=city, cast=_issue_cast(city, officer), at=at)
    seed_history(city=city, cast=_issue_cast(city, officer), at=at)
    seed_look_backs(city=city, cast=_issue_cast(city, officer), at=at)
    seed_beside(city=city, officer=officer, at=at)
    seed_proofs(city=city, cast=_issue_cast(city, officer), at=at)
    seed_papers(city=city, by=officer, at=at)
    seed_draws(city=city, officer=officer, at=at)
    seed_fieldwork(city=city, cast=_walkers(city), at=at)
    seed_burden(city=city, officer=officer, at=at)
    seed_materials(city=city, cast=_material_cast(city, officer), at=at)
    seed_grades(city=city, cast=_graders(city, officer), at=at)
    seed_creation(city=city, cast=_creation_cast(city, officer), at=at)
    seed_leagues(city=city, officer=officer, at=at)
    seed_notices(city=city, at=at)
    seed_supervision(city=city, cast=_supervision_cast(city, officer), at=at)
    seed_forecasts(city=city, at=at)
    return city


def _issue_cast(city: City, officer: Account) -> IssueCast:
    """Return who dispatches, looks and answers in the demo."""
    supervisor, liaison = (Account.objects.get(username=username_in(city.slug, name)) for name in ("du", "lian"))
    return IssueCast(officer, supervisor, liaison)


def _walkers(city: City) -> Walkers:
    """Return who plans field rounds, and who walks in them, in the demo."""
    return Walkers(*(Account.objects.get(username=username_in(city.slug, name)) for name in ("du", "ce", "gu")))


def _material_cast(city: City, officer: Account) -> MaterialCast:
    """Return who asks and reviews, the second one of the office, and who hands in."""
    second, liaison = (Account.objects.get(username=username_in(city.slug, name)) for name in ("dai", "lian"))
    return MaterialCast(officer, second, liaison)


def _graders(city: City, officer: Account) -> Graders:
    """Return who grades papers in the demo, and who looks a second time."""
    return Graders(officer, Account.objects.get(username=username_in(city.slug, "du")))


def _creation_cast(city: City, officer: Account) -> CreationCast:
    """Return who applies for titles and decides on them in the demo."""
    names = ("dai", "lian", "wang", "nan")
    return CreationCast(officer, *(Account.objects.get(username=username_in(city.slug, name)) for name in names))


def _supervision_cast(city: City, officer: Account) -> SupervisionCast:
    """Return who computes lists, who approves them, and who appeals in the demo."""
    supervisor, street = (Account.objects.get(username=username_in(city.slug, name)) for name in ("du", "nan"))
    return SupervisionCast(officer, supervisor, street)


def _adopt(city: City, *, by: Account, at: datetime) -> Edition:
    """Adopt the standards and the field forms, and name a chief; return the edition by which the rounds are judged."""
    packs = [PACKS / f"{code}.yaml" for code in PACKS_OF_CITY]
    editions = [
        adopt_edition(city=city, source=pack.read_bytes().decode(), file_name=pack.name, by=by, at=at) for pack in packs
    ]
    adopt_checklists(city=city, source=FIELD_FORMS.read_bytes().decode(), file_name=FIELD_FORMS.name, by=by, at=at)
    name_chief(city=city, site_type="市场", by=by, at=at, **CHIEF)
    return editions[0]


def seed_operator(*, at: datetime) -> Account:
    """Create the person who runs the installation."""
    return person_named("yunwei", "余守一", at, is_operator=True)


def _upload(edition: Edition, trial: Trial, *, by: Account, at: datetime) -> RoundImport:
    """Make the workbook of a fictional round and upload it like an office would."""
    ended = (at - timedelta(days=trial.days_ago)).date()
    return start_import(
        city=edition.city,
        edition=edition,
        name=trial.name,
        starts_on=ended - timedelta(days=4),
        ends_on=ended,
        file_name=f"{trial.name}.xlsx",
        chunks=[round_workbook(edition.city.slug, trial)],
        by=by,
        at=at,
    )


def round_workbook(slug: str, trial: Trial) -> bytes:
    """Return the workbook of a fictional round as a field team would fill it in."""
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "rehearsal.yaml").read_text())
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  Excel knows no zones; fixed, so that the bytes repeat
        page = book.add_worksheet("实地测评")
        page.write_row(0, 0, HEAD)
        for number, row in enumerate(_rows(facts, f"{slug}/{trial.name}"), start=1):
            page.write_row(number, 0, _damage(number, row) if trial.damaged else row)
    return buffer.getvalue()


def _rows(facts: dict[str, Any], seed: str) -> list[list[Any]]:
    """Return the rows of a round without mistakes."""
    rows: list[list[Any]] = []
    for name, sites in facts["sites"].items():
        for site in sites:
            number = len(rows) + 1
            street = facts["streets"][draw_of(f"{seed}/street/{number}", len(facts["streets"]))]
            deduction = DEDUCTIONS[draw_of(f"{seed}/deduction/{number}", len(DEDUCTIONS))]
            unit, item = _named(facts["units_by_site"], site), _named(facts["items"].get(name, {}), site)
            rows.append([number, name, site, deduction, "", street, unit, "", item])
    return rows


def _damage(number: int, row: list[Any]) -> list[Any]:
    """Give some rows the mistakes that offices really make."""
    mistakes = {
        6: (1, "社会主义核心价值观深化推广普汲1"),
        7: (1, "社会主义核心价值观深化推广普汲1"),
        31: (3, "一处破损"),
        58: (3, 3),
        90: (1, "文明行力2"),
        120: (3, -0.1),
        150: (1, "公共服务15"),
        177: (5, ""),
        203: (1, "城市绿化1"),
    }
    if number in mistakes:
        column, value = mistakes[number]
        row[column] = value
    return row


def _named(by_word: dict[str, str], site: str) -> str:
    """Return what belongs to the first word that occurs in the site's name, or nothing."""
    return next((found for word, found in by_word.items() if word in site), "")


def draw_of(seed: str, sides: int) -> int:
    """Return a number from 0 to sides − 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % sides
