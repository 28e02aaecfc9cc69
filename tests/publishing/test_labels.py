"""Links to anchors of other pages."""

from pathlib import Path

from finreport.publishing.labels import lead_between

PAGES = {
    "chapters/a.html": '<p id="here"><a href="#here">1</a> <a href="#there">2</a></p>',
    "chapters/b.html": '<tr id="there"></tr><i id="twice"></i><a href="#nowhere">3</a>',
    "c.html": '<i id="twice"></i> <a href="#there">4</a> <a href="d.html#there">5</a>',
    "d.html": '<a href="#twice">6</a>',
}


def test_a_link_leads_to_the_one_page_that_has_its_anchor(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    lead_between([tmp_path / name for name in PAGES])
    found = {name: (tmp_path / name).read_text(encoding="utf-8") for name in PAGES}
    assert found == PAGES | {
        "chapters/a.html": PAGES["chapters/a.html"].replace("#there", "b.html#there"),
        "c.html": PAGES["c.html"].replace('"#there"', '"chapters/b.html#there"'),
    }
