"""三员: who hands accounts out, who locks them. Fictional people; the auditor is one of the cast."""

from datetime import UTC, datetime, timedelta

from tests.people import Person

SYSTEM = Person("guan.zhengyan", "管正言", "system_administrator")
SECURITY = Person("an.shouzhuo", "安守拙", "security_administrator")
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(days=15)
