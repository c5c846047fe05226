"""Where the facts of a pack come from: the table of sources and the reference to it at every node."""

from __future__ import annotations

from wenming.engine.provenance import Confidence, Provenance
from wenming.standards.imports.fields import Fields, nearest
from wenming.standards.imports.findings import mark as _

SOURCE_KEYS = ("source", "confidence")


class Sources:
    """The sources of one pack by their short keys; a fact names one or inherits it from the fact above."""

    def __init__(self, pack: Fields) -> None:
        """Read the table ``sources``."""
        self._table: dict[str, Provenance] = {}
        for key, row in pack.table("sources", ("zh", "en", "confidence"), ("zh", "en", "confidence")).items():
            row.text("en")
            confidence = row.word("confidence", Confidence) or Confidence.UNVERIFIED
            self._table[key] = Provenance(row.text("zh"), confidence)

    def of(self, fields: Fields, inherited: Provenance | None) -> Provenance | None:
        """Return where this fact comes from; a fact without any source is a fault."""
        key = fields.text("source")
        confidence = fields.word("confidence", Confidence)
        found = inherited
        if key and key not in self._table:
            close = nearest(key, self._table)
            mend = _("可能是“%(near)s”？") if close else _("在 sources 里写明这个来源")
            fields.fault("source", _("sources 里没有来源“%(value)s”"), mend, value=key, near=close)
            # the fault is named already: what stands below must not be reported as having no source as well
            return Provenance(key, Confidence.UNVERIFIED)
        if key:
            found = self._table[key]
        if found is None:
            fields.ledger.add(fields.line, _("没有写明来源"), _("写一行“source: …”，取 sources 表里的键"))
            return None
        return found if confidence is None else Provenance(found.source, confidence)
