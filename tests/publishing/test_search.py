"""What the search page is given to look through."""

from finreport.publishing.search import SearchEntry, ignored, read_places

PAGE = """\
<nav><section id="menu">目录</section></nav>
<article class="bd-article">
<section id="banking"><h1>银行业<a class="headerlink" href="#banking">#</a></h1>
<p>不良<em>贷款</em>率为
1.23%。</p><br>
<details class="fr-code"><summary>显示代码</summary><pre>draw_loans()</pre></details>
<section id="loans"><h2>贷款</h2><table><tr><td>45599.9</td><td>8.7</td></tr></table>
<figure id="fig-loans"><figcaption>图 7 <span>贷款</span> <span class="fr-unit">亿元</span>
</figcaption><svg><text>−4</text><text>0</text>
<text>短期<tspan>贷款</tspan></text><text>贷款</text><text>短期贷款</text></svg>
<details class="fr-data"><summary><span>表</span></summary>
<table><tr><td>贷款</td></tr></table></details>
<button>更多列</button></figure>
<details><summary>检验</summary><p>余下</p></details></section>
<div class="cell" id="fig-bills"><div><figure><figcaption>图 8</figcaption>票据
<div class="fr-citation">引用</div></figure><figure><figcaption>图 9</figcaption></figure></div>
</div>
<figure><figcaption>图 10</figcaption></figure></section>
</article>
<footer>页脚</footer>
"""


def test_a_page_is_read_place_by_place() -> None:
    assert read_places(PAGE) == [
        SearchEntry("banking", "银行业", "银行业 不良贷款率为 1.23%。 图 10"),
        SearchEntry("loans", "贷款", "贷款 检验 余下", "45599.9 8.7"),
        SearchEntry("fig-loans", "图 7 贷款", "图 7 贷款 亿元 短期贷款", "贷款"),
        SearchEntry("fig-bills", "图 8", "图 8 票据 图 9"),
    ]


def test_a_page_without_an_article_has_no_places() -> None:
    assert read_places("<main><p>不良贷款</p></main>") == []


def test_no_page_needs_to_name_the_place_that_all_are_about() -> None:
    assert "山西" in ignored("shanxi-2025")
    assert set(ignored("shanxi-2025")) - set(ignored("")) == {"山西"}
