"""The description of the JSON side for programs (OpenAPI 3.1), made from the same declarations as the routes."""

import re
from collections.abc import Iterable
from typing import Any

import kg
from kg.web.pages.page import FORMS, Route

__all__ = ["openapi"]

_ERROR = {
    "description": "What is wrong, in words",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failed"}}, "text/html": {}},
}


def openapi(pages: Iterable[Route]) -> dict[str, Any]:
    """Give the description of the pages."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Explorer of a knowledge graph of people, cartels and government actions",
            "version": kg.__version__,
            "description": "Every answer is read-only. Each statement is somebody's, with its quote and the words that say how sure it is; "
            "use them together. Formats are chosen by Accept or by format.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {each.path: {"get": _operation(each)} for each in pages},
        "components": {"schemas": {
            "Failed": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
            "Page": {
                "type": "object",
                "required": ["title", "page", "build", "caveat"],
                "properties": {name: {"type": "string"} for name in ("title", "page", "build", "caveat")},
            },
        }},
    }  # fmt: skip


def _operation(each: Route) -> dict[str, Any]:
    keys = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", each.path)
    ]
    asked = [
        {"name": p.name, "in": "query", "description": p.about, "required": p.required, "schema": p.schema()}
        for p in each.parameters
    ]
    form = {
        "name": "format",
        "in": "query",
        "description": "the form, in place of Accept",
        "schema": {"type": "string", "enum": list(each.forms)},
    }
    content: dict[str, Any] = {FORMS[name].partition(";")[0]: {} for name in each.forms}
    content["application/json"] = {"schema": {"$ref": "#/components/schemas/Page"}}
    return {
        "operationId": each.name,
        "summary": each.about,
        "parameters": [*keys, *asked, form],
        "responses": {
            "200": {"description": each.about, "content": content},
            "304": {"description": "Not changed since the build that the ETag names"},
            **dict.fromkeys(("400", "404", "406", "414", "503"), _ERROR),
        },
    }  # fmt: skip
