"""三员: who hands accounts out, who locks them. Fictional people; the others are of the cast."""

from datetime import UTC, datetime, timedelta

from tests.people import Person

SYSTEM = Person("guan.zhengyan", "管正言", "system_administrator")
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(days=15)
