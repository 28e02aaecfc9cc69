"""Whatever a file holds, it is read or refused in one sentence, within bounds."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from finreport.documents import UnreadableError, read
from finreport.documents.opening import MOST_BYTES
from tests.documents.test_word import W, p, part, write_parts

HEAD = f'<w:document xmlns:w="{W}"><w:body>'
PARAGRAPH = "<w:p><w:r><w:t>A&e;B</w:t></w:r></w:p></w:body></w:document>"


def word(document: str | bytes) -> bytes:
    """A Word file with this as its text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def swelling_word() -> bytes:
    """A Word file of half a megabyte that unpacks to half a gigabyte."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part_,
    ):
        for _ in range(130):
            part_.write(b"0" * (1 << 20))
    return file.getvalue()


def lying_word() -> bytes:
    """One whose directory says that it unpacks to a thousand bytes."""
    data = bytearray(swelling_word())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def encrypted_word() -> bytes:
    data = bytearray(word(HEAD + "</w:body></w:document>"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def pdf(content: bytes = b"", filters: str = "", **save: object) -> bytes:
    """A PDF of one page with a stream of content as it is."""
    file = pikepdf.new()
    page = file.add_blank_page()
    page.Contents = file.make_stream(content)
    if filters:
        page.Contents.write(content, filter=[pikepdf.Name(f) for f in filters.split()])
    out = io.BytesIO()
    file.save(out, compress_streams=False, **save)  # type: ignore[arg-type]
    return out.getvalue()


def swelling_pdf() -> bytes:
    """Some kilobytes that unpack, twice compressed, to two gigabytes."""
    once = zlib.compressobj(9)
    block = once.compress(b"\0" * (1 << 20)) + once.flush(zlib.Z_FULL_FLUSH)
    rest = once.compress(b"\0" * (1 << 20)) + once.flush(zlib.Z_FULL_FLUSH)
    return pdf(zlib.compress(block + rest * 2000, 9), "/FlateDecode /FlateDecode")


def many_columns() -> bytes:
    cells = "<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc>"
    return word(f"{HEAD}<w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body></w:document>")


def swelling_entities() -> str:
    names = "abcdefghij"
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{more}]>{HEAD}{PARAGRAPH.replace("&e;", "&j;")}'


OUTSIDE = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{HEAD}{PARAGRAPH}'
SPANS = "<html><table>" + "<tr><td rowspan=99999999 colspan=99999999>1</table>"
NOISE = random.Random(1).randbytes(200_000)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "blank Word": (lambda: word(f"{HEAD}</w:body></w:document>"), "is empty"),
    "encrypted Word": (encrypted_word, "is encrypted"),
    "encrypted Office": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "is encrypted",
    ),
    "old Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "Office or WPS .* save it as .docx",
    ),
    "encrypted PDF": (
        lambda: pdf(encryption=pikepdf.Encryption(owner="b", user="a")),
        "is encrypted",
    ),
    "truncated Word": (lambda: word(HEAD + p("1") * 99)[:-99], "damaged or cut off"),
    "Word cut inside": (lambda: word(HEAD + p("1")), "its text breaks off"),
    "truncated PDF": (lambda: pdf()[:-60], "is cut off"),
    "garbled PDF": (
        lambda: pdf().replace(b"/Root", b"/Toot"),
        "damaged",
    ),
    "scanned": (pdf, "holds pictures"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + NOISE, "is a picture"),
    "another archive": (lambda: zipped("a.txt"), "is no Word document"),
    "rich text": (lambda: b"{\\rtf1 2.3}", "save it as .docx"),
    "noise": (lambda: NOISE, "is no text"),
    "too large": (lambda: b"1" * (MOST_BYTES + 1), "larger than the 64 MB"),
    "a long text": (lambda: "年增长2.3%。\n".encode() * 400_000, "too large for a report"),
    "swelling Word": (swelling_word, "unpacks to more than 128 MB"),
    "lying Word": (lying_word, "damaged|unpacks to more"),
    "outside entity": (lambda: word(OUTSIDE), "declares entities"),
    "outside entity, UTF-16": (
        lambda: word(f'<?xml version="1.0" encoding="utf-16"?>{OUTSIDE}'.encode("utf-16")),
        "declares entities",
    ),
    "swelling entities": (lambda: word(swelling_entities()), "declares entities"),
    "deep Word": (lambda: word(HEAD + "<w:sdt>" * 9000), "nests too deep"),
    "deep HTML": (lambda: b"<html>" + b"<div>" * 100_000 + b"1", "nests its elements"),
    "columns of Word": (many_columns, "200 columns"),
    "spans of HTML": (SPANS.encode, "200 columns"),
    "swelling PDF": (swelling_pdf, "1024 MB of memory or 60 seconds"),
}


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "1")
    return file.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    make, sentence = HOSTILE[kind]
    path = tmp_path / "draft.docx"  # the name says nothing
    path.write_bytes(make())
    with pytest.raises(UnreadableError, match=sentence) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(str(path))
    assert re.fullmatch(r"[^\n]*[^.]\.", message)
    told = refused.value.notice.told("zh")
    assert str(path) in told
    assert re.fullmatch(r"[^\n]*[^。]。", told)


def test_entities_of_html_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密")
    path = tmp_path / "page.html"
    path.write_text(f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>甲&e;乙</p>')
    assert all("机密" not in p.text for p in read(path).paragraphs)


def test_modules_beside_the_file_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    write_parts(tmp_path / "t.docx", p("全省增长2.3%。"), styles=part("styles", ""))
    assert [q.text for q in read("t.docx").paragraphs] == ["全省增长2.3%。"]
