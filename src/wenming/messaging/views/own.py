"""One's own digest by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.kernel.adapters.pages import attempting
from wenming.kernel.models import City
from wenming.messaging import actions
from wenming.messaging.actions import ChannelRefusedError
from wenming.messaging.adapters import mail
from wenming.messaging.enums import refusal_words
from wenming.messaging.forms import OwnDigestForm
from wenming.messaging.queries import own_digest_of
from wenming.messaging.schemas.channels import address_text

attempt = attempting(ChannelRefusedError, refusal_words)


@require_http_methods(["GET", "POST"])
def own_digest(request: HttpRequest, city: City) -> HttpResponse:
    """Say where the digest goes, and let it be asked for; a POST sends the confirmation."""
    channel = own_digest_of(request.user, city)
    form = OwnDigestForm(request.POST or None)

    def run() -> None:
        origin = f"{request.scheme}://{request.get_host()}"
        address = form.cleaned_data["address"]
        actions.ask_own_digest(city=city, address=address, origin=origin, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("确认邮件正在发送；请打开邮件里的链接"))
        return redirect("messaging:own_digest", city.slug)
    context = {
        "form": form,
        "available": mail.available(),
        "address": address_text(channel) if channel and channel.address else "",
        "is_on": channel is not None and channel.is_on,
    }
    return render(request, "messaging/own_digest.html", context, status=422 if form.errors else 200)


@require_POST
def own_stop(request: HttpRequest, city: City) -> HttpResponse:
    """Stop one's own digest."""
    channel = own_digest_of(request.user, city)
    if channel is not None:
        actions.stop_own_digest(channel=channel, by=request.user, at=timezone.now())
        messages.success(request, _("已停止，邮箱地址已删除"))
    return redirect("messaging:own_digest", city.slug)


@require_http_methods(["GET", "POST"])
def own_proof(request: HttpRequest, city: City, secret: str) -> HttpResponse:
    """Confirm the address: the link shows a button, and the button confirms."""
    if request.method == "POST":
        try:
            actions.prove_own_digest(city=city, secret=secret, by=request.user, at=timezone.now())
            messages.success(request, _("邮箱已确认；工作日 8:30 发送待办摘要"))
        except ChannelRefusedError as refusal:
            messages.error(request, refusal_words(str(refusal)))
        return redirect("messaging:own_digest", city.slug)
    return render(request, "messaging/own_proof.html", {})
