"""Documents for fuzzing: ours cut down, and a poor one as others publish them."""

from copy import deepcopy
from typing import Any

import yaml

from ecf_conformance import resources

API = "/api/v1"


def ours(api: str = "v1") -> Any:
    """Return our whole document of an API."""
    return deepcopy(resources.read_yaml(resources.path("openapi", f"{api}.yaml")))


def only(*operations: str, api: str = "v1") -> Any:
    """Return our document with some operations alone, named by method and path."""
    document, prefix = ours(api), f"/api/{api}"
    paths: dict[str, Any] = {}
    for method, path in (each.split(" ") for each in operations):
        item = document["paths"][prefix + path]
        paths.setdefault(prefix + path, {})[method.lower()] = item[method.lower()]
    document["paths"] = paths
    kept = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
    }
    for response in document["components"]["responses"].values():
        links = response.get("links", {})
        response["links"] = {
            name: link for name, link in links.items() if link["operationId"] in kept
        }
    return document


def poor() -> Any:
    """Return a document that promises less than an honest server does.

    Only 200 is there, one operationId is there twice, and `data` may be anything.
    """
    anything = {"type": "object", "required": ["data"], "properties": {"data": {}}}
    answer = {"200": {"description": "Done", "content": {_JSON: {"schema": anything}}}}
    body = {"required": True, "content": {"application/json": {"schema": anything}}}
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Poor", "version": "1"},
        "paths": {
            f"{API}/participant-declarations": {
                "post": {"operationId": "declare", "requestBody": body, "responses": answer}
            },
            f"{API}/participants/ecf/{{id}}/defer": {
                "put": {
                    "operationId": "declare",
                    "parameters": [id_],
                    "requestBody": body,
                    "responses": answer,
                }
            },
        },
    }


_JSON = "application/vnd.api+json"


def written(folder: Any, document: Any, name: str = "document.yaml") -> Any:
    """Write a document, and return the file."""
    file = folder / name
    file.write_text(yaml.safe_dump(document))
    return file
