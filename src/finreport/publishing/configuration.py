"""What decides how the book is made in a language: the settings in the project folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from finreport.errors import PlainError


class BookError(PlainError):
    """The book cannot be built or shown; the message says why and what to do."""


def configuration(language: str, root: Path, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Give the Jupyter Book configuration of one language, among those of the site."""
    config: dict[str, Any] = yaml.safe_load(read_text(root / "_config.yml"))
    if language != "zh":
        merge(config, yaml.safe_load(read_text(root / f"_config.{language}.yml")))
    config["sphinx"]["config"]["locale_dirs"] = [str((root / "locale").resolve())]
    config["sphinx"]["config"]["finreport_languages"] = list(languages)
    if address := address_of_site(root):
        config["html"]["baseurl"] = f"{address}{language}/"
    return config


def address_of_site(root: Path) -> str:
    """Give where the site is published, ending in a slash; nothing if nobody says."""
    address = yaml.safe_load(read_text(root / "_config.yml"))["html"].get("baseurl")
    return f"{address.rstrip('/')}/" if address else ""


def merge(config: dict[str, Any], changes: dict[str, Any]) -> None:
    """Write `changes` over `config`, key by key at every depth."""
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def read_text(path: Path) -> str:
    """Read a file that the book needs, or say that it is missing."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: the book cannot be built without it") from error
