"""What pages that cross nouns show."""

from wenming.workbench.schemas.homes import plain_home
from wenming.workbench.schemas.plans import expected_of, plan_of, source_words

__all__ = ["expected_of", "plain_home", "plan_of", "source_words"]
