"""Fill an empty database with the rehearsal cities; a second run keeps what is there."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from wenming.rehearsal import seeds
from wenming.rehearsal.seeds.canary import plant_canary
from wenming.rehearsal.seeds.forecasts import seed_forecasts
from wenming.rehearsal.seeds.weeks import seed_weeks


class Command(BaseCommand):
    help = "演练数据：虚构人员与街道的城市，含一套测评体系、两轮测评和一份待校对的台账"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of cities, and the mark of the canary."""
        parser.add_argument("--cities", type=int, default=1, choices=range(1, len(seeds.CITIES) + 1))
        parser.add_argument("--canary", default="", metavar="TEXT", help="再造一个城市，每段文字都带这个记号")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seed, then print as one line of JSON who can sign in with which password."""
        with transaction.atomic():
            seeds.seed_operator(at=timezone.now())
            cities = [
                seeds.seed_city(slug=slug, name=name, name_en=name_en, at=timezone.now())
                for slug, name, name_en in seeds.CITIES[: options["cities"]]
            ]
            for city in cities:
                seed_weeks(city=city, at=timezone.now())
                seed_forecasts(city=city, at=timezone.now())
            if options["canary"]:
                plant_canary(text=options["canary"], by=None, at=timezone.now())
        self.stdout.write(json.dumps({"password": seeds.PASSWORD, "cast": seeds.cast_of(cities)}, ensure_ascii=False))
