"""The data of the edition beside the pages, and a record of it for search engines of data.

The record is a schema.org Dataset (https://schema.org/Dataset) on the first page, in its language.
Addresses in it are whole where ``html_baseurl`` is set, and else lead from the page.
"""

import json
from pathlib import Path
from shutil import copyfile
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from finreport.editions.folder import data_folder, package_files
from finreport.editions.package import read_months
from finreport.publishing.checksums import file_sum
from finreport.publishing.record import (
    Origin,
    first_notebook,
    origin,
    own_language,
)
from finreport.words import open_language

FOLDER = "data"
DESCRIPTOR = "datapackage.json"


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Copy the data package of the book's edition, byte for byte, to ``data/`` beside the pages."""
    if exception is not None or app.builder.format != "html":
        return
    made_from = _origin(app)
    if made_from.edition:
        package = Path(app.outdir) / FOLDER / made_from.edition
        package.mkdir(parents=True, exist_ok=True)
        for path in package_files(data_folder() / made_from.edition):
            copyfile(path, package / path.name)


def describe_data(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template of the first page the record (`html-page-context`)."""
    if pagename != app.config.root_doc:
        return
    made_from = _origin(app)
    if made_from.edition:
        record = dataset(made_from, own_language(app), app.config.html_baseurl)
        record["url"] = f"{app.config.html_baseurl}{pagename}.html"
        # A script ends at "</", which no text of the record may do for it.
        context["dataset"] = json.dumps(record, ensure_ascii=False).replace("<", r"\u003c")


def dataset(made_from: Origin, language: str, address: str) -> dict[str, Any]:
    """The record of an edition as plain data; ``address`` is that of the pages, or empty."""
    edition = data_folder() / made_from.edition
    descriptor = json.loads((edition / DESCRIPTOR).read_text("utf-8"))
    months = read_months(edition)
    title = "title" if language == "zh" else f"title_{language}"
    record = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor[title],
        "alternateName": made_from.edition,
        "identifier": f"sha256:{made_from.data}",
        "description": open_language(language).text("record.dataset", title=descriptor[title]),
        "version": descriptor["version"],
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "inLanguage": ["zh-CN", "en"],
        "temporalCoverage": f"{months[0]}/{months[-1]}",
        "creator": {"@type": "Organization", "name": "The finreport maintainers"},
        "isBasedOn": [
            {"@type": "CreativeWork", "name": source.get(title, source["title"])}
            for source in descriptor["sources"]
        ],
        "variableMeasured": [resource["name"] for resource in descriptor["resources"]],
        "distribution": [download(path, f"{address}{FOLDER}") for path in package_files(edition)],
    }
    if made_from.built:
        record["dateModified"] = f"{made_from.built:%Y-%m-%d}"
    return record


def download(path: Path, home: str) -> dict[str, str]:
    """A file of a data package as schema.org describes it."""
    kind = "application/json" if path.name == DESCRIPTOR else "text/csv"
    return {
        "@type": "DataDownload",
        "name": path.name,
        "encodingFormat": kind,
        "contentUrl": f"{home}/{path.parent.name}/{path.name}",
        "sha256": file_sum(path),
    }


def _origin(app: Sphinx) -> Origin:
    return origin(first_notebook(app), app.config.finreport_built)
