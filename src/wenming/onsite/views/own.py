"""Who is on the phone."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_safe

from wenming.inspections.rules import walks_rounds
from wenming.onsite.schemas.day import account_of
from wenming.onsite.views.edges import for_phone
from wenming.organisations.rules import cities_of


@for_phone
@require_safe
def me(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, in which cities the person may walk, and what a form of this session must carry."""
    cities = [one for one in cities_of(request.user) if walks_rounds(request.user, one)]
    return JsonResponse(
        {
            "account": account_of(request.user),
            "name": request.user.name,
            "cities": [{"slug": one.slug, "name": one.name} for one in cities],
            "csrf": get_token(request),
            "server_time": timezone.now().isoformat(),
        }
    )
