"""The resources that every edition has and the schema of each."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import rtoml

SCHEMAS: Mapping[str, dict[str, Any]] = {
    name: {**schema, "missingValues": [""]}
    for name, schema in rtoml.loads(
        (files("finreport.editions") / "schemas.toml").read_text(encoding="utf-8")
    ).items()
}
"""Resource to Table Schema, in the order in which they are listed."""

NUMBERS: Mapping[str, list[str]] = {
    resource: [
        field["name"] for field in schema["fields"] if field["type"] in ("number", "integer")
    ]
    for resource, schema in SCHEMAS.items()
}
"""The columns of printed numbers in each resource."""
