"""The description of the service in OpenAPI 3.0, which clients read to learn limits and properties."""

from __future__ import annotations

from typing import Any

from wenming.api.queries.wanted import LIMIT, LIMIT_MOST, NAMED
from wenming.api.schemas.features import GEOJSON, HTML, JSON, OPENAPI, SITES, Service

TEXT: dict[str, Any] = {"type": "string"}
FORM = {"name": "f", "in": "query", "required": False, "schema": {"type": "string", "enum": ["json", "html"]}}
PARAMETERS: dict[str, dict[str, Any]] = {
    "limit": {
        "schema": {"type": "integer", "minimum": 1, "maximum": LIMIT_MOST, "default": LIMIT},
        "style": "form",
        "explode": False,
    },
    "bbox": {
        "schema": {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": {"type": "number"},
        },
        "style": "form",
        "explode": False,
    },
    "datetime": {"schema": TEXT, "style": "form", "explode": False},
    "cursor": {"schema": TEXT},
    **{name: {"schema": TEXT} for name in NAMED},
}
PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "parameter": TEXT,
    },
}
POINT = {
    "type": "object",
    "nullable": True,
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    },
}
MAYBE = {"type": "string", "nullable": True}
PROPERTIES = {
    "type": "object",
    "properties": {
        "code": TEXT,
        "name": TEXT,
        "type": TEXT,
        **dict.fromkeys(("area", "address", "responsible_unit", "competent_units", "sponsor_units", "walking"), MAYBE),
        "starts_on": {"type": "string", "format": "date"},
        "ends_on": {"type": "string", "format": "date", "nullable": True},
    },
}
SCHEMAS = {
    "problem": PROBLEM,
    "object": {"type": "object"},
    "site": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": TEXT,
            "geometry": POINT,
            "properties": PROPERTIES,
        },
    },
    "sites": {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/site"}},
            "links": {"type": "array", "items": {"type": "object"}},
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
}
REFUSALS = {
    "400": "a parameter is unknown or unusable",
    "401": "who asks?",
    "403": "not for this post",
    "429": "slower",
}


def definition(service: Service) -> dict[str, Any]:
    """Return the document: what is there, what may be asked, what comes back."""
    one = f"/collections/{SITES}"
    code = {"name": "code", "in": "path", "required": True, "schema": TEXT}
    items = [FORM, *({"name": name, "in": "query", "required": False, **rest} for name, rest in PARAMETERS.items())]
    return {
        "openapi": "3.0.3",
        "info": {"title": f"{service.city.name} · sites", "version": "1.0.0"},
        "servers": [{"url": service.base.rstrip("/")}],
        "security": [{"key": []}, {"name_and_key": []}],
        "paths": {
            "/": _path("landing", "The first page", JSON),
            "/api": _path("definition", "This document", OPENAPI),
            "/conformance": _path("conformance", "What the service conforms to", JSON),
            "/collections": _path("collections", "The collections", JSON),
            one: _path("collection", "The sites as a collection", JSON),
            f"{one}/items": _path("items", "Sites that the caller may see", GEOJSON, "sites", items),
            f"{one}/items/{{code}}": _path("item", "One site", GEOJSON, "site", [FORM, code]),
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "name_and_key": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _path(
    name: str, summary: str, media_type: str, schema: str = "object", parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return one resource, which can only be read."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    content = {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}, HTML: {"schema": TEXT}}
    refusals = {**REFUSALS, "404": "no such thing"} if name == "item" else REFUSALS
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters or [FORM],
            "responses": {
                "200": {"description": summary, "content": content},
                **{status: {"description": why, "content": problem} for status, why in refusals.items()},
            },
        }
    }
