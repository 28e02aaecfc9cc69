"""The resources that every edition has and the schema of each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rtoml

SCHEMAS: Mapping[str, dict[str, Any]] = {
    name: {**schema, "missingValues": [""]}
    for name, schema in rtoml.load(Path(__file__).with_name("schemas.toml")).items()
}
"""Resource to Table Schema, in the order in which they are listed."""

NUMBERS: Mapping[str, list[str]] = {
    resource: [
        field["name"] for field in schema["fields"] if field["type"] in ("number", "integer")
    ]
    for resource, schema in SCHEMAS.items()
}
"""The columns of printed numbers in each resource."""
