"""What is told of files: every notice that is given is there, in both languages alike."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pikepdf
import pytest

from finreport.checks.command import Asked, run
from finreport.documents import read_text
from finreport.documents.guard import Form
from finreport.documents.notices import Notice

DOCUMENTS = Path(__file__).parents[2] / "src" / "finreport" / "documents"
SENTENCES = {
    key: told
    for group in tomllib.loads((DOCUMENTS / "notices.toml").read_text(encoding="utf-8")).values()
    for key, told in group.items()
}


def test_no_notice_is_left_over() -> None:
    """One that is missing fails where it is given."""
    sources = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS.glob("*.py"))
    forms = {f"not_{form}" for form in get_args(Form)}
    assert {key for key in SENTENCES if f'"{key}"' not in sources} == forms


@pytest.mark.parametrize("key", SENTENCES)
def test_both_languages_tell_the_same(key: str) -> None:
    chinese, english = SENTENCES[key]
    names = [set(re.findall(r"{(\w+)", told)) for told in (chinese, english)]
    assert names[0] == names[1] >= {"file"}
    assert chinese.endswith("。")
    assert english.endswith(".")


def test_a_check_says_which_pages_it_could_not_read(tmp_path: Path) -> None:
    """A page that is a picture hides its numbers; silence would pass for agreement."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(b"BT /F 12 Tf 72 720 Td (In 2022 it grew by 2.3%.) Tj ET")
        pdf.save(tmp_path / "draft.pdf")
    answer = run([str(tmp_path / "draft.pdf")], Asked("text", language="zh"))
    assert answer.warnings == (f"{tmp_path}/draft.pdf第1页没有文字，其中的数未读。",)
    assert answer.refused == ()


def test_a_notice_is_told_with_its_values() -> None:
    notice = Notice("many_parts", {"file": "t.docx", "count": 12345})
    assert notice.told("zh") == "t.docx由12,345个部分组成，远多于一份Word文件所需。"
    assert not read_text("全省增长2.3%。", "t").warnings
