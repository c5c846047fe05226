"""Many files at once: begun, sent one by one, sorted, filed as drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.downloads import send_file
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.materials import actions
from wenming.materials.actions import NotPossibleError
from wenming.materials.enums import BatchState, refusal_words
from wenming.materials.forms import BatchForm, chosen_items
from wenming.materials.imports.archives import MOST_ARCHIVE
from wenming.materials.imports.faults import fault_words
from wenming.materials.imports.formats import PICTURES, ending_of
from wenming.materials.imports.papers import MOST_BYTES
from wenming.materials.models import BatchFile, PaperBatch
from wenming.materials.queries.batches import SHOWN, batches_seen_by, files_of, open_items, with_counts
from wenming.materials.rules import handles_materials
from wenming.materials.schemas.batches import ACCEPTED, batch_view, file_answer, file_rows, item_label, tabs_of
from wenming.materials.views.edges import attempt, who
from wenming.sites.imports.photos import read_photo

SIZE = 20
BATCHES = 30


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest, city: City) -> HttpResponse:
    """List the batches that the person works on, and begin one."""
    only(handles_materials, request, city)
    sent = request.method == "POST"
    form = BatchForm(request.POST if sent else None, account=request.user, city=city)
    made: list[PaperBatch] = []
    if (
        sent
        and form.is_valid()
        and attempt(lambda: made.append(actions.begin_batch(**form.cleaned_data, **who(request))), form)
    ):
        return redirect("materials:batch", city.slug, made[0].pk)
    page = keyset_page(
        request, with_counts(batches_seen_by(request.user, city)), key="pk", size=BATCHES, descending=True
    )
    rows = [
        {**batch_view(one, city), "came": one.came, "filed": one.filed, "todo": one.todo, "faulty": one.faulty}
        for one in page.rows
    ]
    context = {"form": form, "rows": rows, "page": {"text": "", **page.links(request)}}
    return render(request, "materials/batches.html", context, status=422 if sent else 200)


@require_safe
def batch(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a batch: what comes in, and where each file belongs."""
    return _page(request, city, _seen(request, city, pk), {})


def _page(request: HttpRequest, city: City, one: PaperBatch, sent: dict[str, str], status: int = 200) -> HttpResponse:
    """Show a batch with what was chosen."""
    shown = request.GET.get("show", "todo")
    shown = shown if shown in SHOWN else "todo"
    related = ("file", "item__requirement__node", "item__unit", "item__city")
    rows = files_of(one, shown).select_related(*related)
    page = keyset_page(request, rows, key="pk", size=SIZE, descending=False)
    items = {item.pk: item for item in open_items(one)}
    found = files_of(one).aggregate(
        **{f"n_{key}": Count("pk", filter=where) for key, where in SHOWN.items()},
        n_sure=Count("pk", filter=SHOWN["todo"] & Q(sure=True)),
        n_came=Count("pk"),
    )
    counts = {key.removeprefix("n_"): number for key, number in found.items()}
    context = {
        "batch": batch_view(one, city),
        "pk": one.pk,
        "open": one.state != BatchState.DROPPED,
        "unpacking": one.archive_id is not None and one.state == BatchState.RECEIVING,
        "receiving": one.state == BatchState.RECEIVING,
        "awaited": one.awaited,
        "counts": counts,
        "tabs": tabs_of(counts, shown),
        "shown": shown,
        "rows": file_rows(page.rows, items, city, sent),
        "labels": [item_label(item) for item in items.values()],
        "page": {
            "text": ngettext("本页 %(n)s 个文件", "本页 %(n)s 个文件", len(page.rows)) % {"n": len(page.rows)},
            **page.links(request),
        },
        "accepted": ACCEPTED,
        "most": MOST_BYTES,
        "most_zip": MOST_ARCHIVE,
    }
    return render(request, "materials/batch.html", context, status=status)


@require_safe
def batch_state(request: HttpRequest, city: City, pk: int) -> JsonResponse:
    """Answer with what is here: each path with its digest, so that nothing is sent twice."""
    one = _seen(request, city, pk)
    files = [file_answer(row) for row in files_of(one).order_by("pk")]
    return JsonResponse(
        {
            "files": files,
            "awaited": one.awaited,
            "unpacking": bool(one.archive_id) and one.state == BatchState.RECEIVING,
        }
    )


@require_POST
def batch_send(request: HttpRequest, city: City, pk: int) -> JsonResponse:
    """Take one file, or a zip of files; the answer means that it lies on the disk."""
    one = _seen(request, city, pk)
    sent = request.FILES.get("file")
    if sent is None:
        raise Http404
    path = request.POST.get("path", "") or str(sent.name)
    try:
        if ending_of(path) == "zip":
            return JsonResponse(_archive(request, one, path, sent))
        content = sent.read() if sent.size <= MOST_BYTES else b""
        kept = actions.receive_file(batch=one, path=path, content=content, size=sent.size, **who(request))
        return JsonResponse(file_answer(kept))
    except NotPossibleError as fault:
        return JsonResponse({"path": path, "error": refusal_words(str(fault))}, status=409)


def _archive(request: HttpRequest, one: PaperBatch, path: str, sent: UploadedFile) -> dict[str, str]:
    """Take a zip."""
    fault = ""
    if sent.size > MOST_ARCHIVE:
        fault = fault_words("zip_large", {"name": path, "most": MOST_ARCHIVE // 1024**2})
    else:
        actions.receive_archive(batch=one, name=path, chunks=sent.chunks(), **who(request))
    return {"path": path, "digest": "", "fault": fault}


@require_POST
def batch_act(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Do one thing with a batch: file what was chosen, or all that is sure, set aside, take out, say that all came, give up."""
    one = _seen(request, city, pk)
    what, me = request.POST.get("what", ""), who(request)
    key = request.POST.get("file", "")
    files = [int(key)] if key.isascii() and key.isdigit() and len(key) < 19 else []
    runs = {
        "file": lambda: _file(request, one),
        "sure": lambda: _say(request, actions.file_batch(batch=one, chosen=_sure(one), **me)),
        "want": lambda: actions.skip_files(batch=one, files=files, skip=False, **me),
        "out": lambda: actions.take_out_file(batch=one, file=one_of(files_of(one), pk=files[0] if files else 0), **me),
        "done": lambda: actions.close_batch(batch=one, **me),
        "drop": lambda: actions.drop_batch(batch=one, **me),
    }
    if what not in runs:
        raise Http404
    if not attempt(runs[what], request=request) and what == "file":
        return _page(request, city, one, request.POST.dict(), status=422)
    if what == "drop":
        return redirect("materials:batches", city.slug)
    shown = request.POST.get("show", "todo")
    return redirect(f"{batch_view(one, city)['url']}?show={shown if shown in SHOWN else 'todo'}")


def _file(request: HttpRequest, one: PaperBatch) -> None:
    """File what was chosen on the page, and set aside what belongs nowhere."""
    chosen, aside, unknown = chosen_items(request.POST, {item.pk for item in open_items(one)})
    for label in unknown:
        messages.error(request, _("没有这一项：%(label)s；请从列表里选") % {"label": label[:80]})
    if aside:
        actions.skip_files(batch=one, files=aside, skip=True, **who(request))
    if chosen:
        _say(request, actions.file_batch(batch=one, chosen=chosen, **who(request)))


def _sure(one: PaperBatch) -> dict[int, int]:
    """Return file -> item where the first proposal is sure."""
    rows = files_of(one, "todo").filter(sure=True).values_list("pk", "proposals")
    return {key: proposals[0][0] for key, proposals in rows}


def _say(request: HttpRequest, found: Any) -> None:
    """Say how many were filed, and what could not be."""
    if found.filed:
        n = found.filed
        messages.success(
            request, ngettext("已归入 %(n)s 个文件，存为草稿", "已归入 %(n)s 个文件，存为草稿", n) % {"n": n}
        )
    for line in [*found.lines, *map(refusal_words, found.refused)]:
        messages.error(request, line)


@require_safe
def batch_file(request: HttpRequest, city: City, pk: int) -> HttpResponse | FileResponse:
    """Answer with a file as it came, or with ``shown`` as a small picture without anything beside the picture."""
    only(handles_materials, request, city)
    seen = batches_seen_by(request.user, city).order_by().values("pk")
    one = one_of(
        BatchFile.objects.in_city(city).filter(batch__in=seen, file__isnull=False).select_related("file"), pk=pk
    )
    if "shown" not in request.GET:
        return send_file(one.file, slug=city.slug)
    if ending_of(one.path) not in PICTURES:
        raise Http404
    photo = read_photo(path_of(city.slug, one.digest).read_bytes())
    response = HttpResponse(photo.small, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _seen(request: HttpRequest, city: City, pk: int) -> PaperBatch:
    """Return a batch that the person works on, or 404."""
    if not handles_materials(request.user, city):
        raise PermissionDenied
    return one_of(batches_seen_by(request.user, city), pk=pk)
