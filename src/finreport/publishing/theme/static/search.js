/* Finds what a reader types in SEARCH_TEXTS, the texts of all pages, and shows where it is.
   A page is found if every word is on it; of a Chinese phrase, every two neighbouring characters. */
(() => {
  "use strict";

  const WORD = /[\u3400-\u9fff]+|\d+(?:[.,-]\d+)*|\p{Letter}+/gu;
  const QUOTED = [50, 110]; // characters before and after a word that is found
  const SHOWN = 3; // places of a page

  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");

  /* Numbers with or without commas between thousands, English words with any ending. */
  const number = (word) =>
    `(?<![\\d.])${escape(word.replaceAll(",", "")).replace(/\d(?=\d)/g, "$&,?")}(?!\\d)`;
  const stem = (word) => word.length < 6
    ? word.replace(/(?<=...)[sey]$/, "")
    : word.replace(/(?:ations?|ions?|ial|al|ies|ing|ed|es|s|y|e)$/, "");
  const latin = (word) =>
    `(?<!\\p{Script=Latin})${word.length < 3 ? `${word}(?!\\p{Script=Latin})` : stem(word)}`;

  const asTerm = (word) => {
    const isHan = /[\u3400-\u9fff]/.test(word);
    const pattern = isHan ? word : /\d/.test(word) ? number(word) : latin(word);
    const pairs = isHan && word.length > 2
      ? Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2)) : [];
    return { whole: new RegExp(pattern, "giu"), pairs };
  };

  const has = ({ whole }, text) => text.search(whole) >= 0;
  const hasPairs = ({ pairs }, text) => pairs.length > 0 && pairs.every((pair) => text.includes(pair));
  const holds = (term, text) => has(term, text) || hasPairs(term, text);
  const count = (terms, text) => terms.filter((term) => has(term, text)).length;

  const search = (terms) => SEARCH_TEXTS.flatMap(({ address, title, places }) => {
    const text = places.map(([, , own]) => own).join("\n");
    if (!terms.every((term) => holds(term, text))) return [];
    const rated = places
      .map(([anchor, heading, own]) => ({ anchor, heading, own, rate: count(terms, own) }))
      .filter(({ rate }) => rate > 0)
      .sort((one, other) => other.rate - one.rate);
    const full = rated.filter(({ rate }) => rate === terms.length).length;
    const score = 1000 * count(terms, title) + 100 * count(terms, text) + Math.min(full, 99);
    return [{ address, title, score, places: rated.slice(0, SHOWN) }];
  }).sort((one, other) => other.score - one.score);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const quote = (terms, text) => {
    const first = Math.min(...terms.map(({ whole }) => text.search(whole)).filter((at) => at >= 0));
    const start = Math.max(0, first - QUOTED[0]);
    const part = text.slice(start, first + QUOTED[1]);
    const any = new RegExp(terms.map(({ whole }) => whole.source).join("|"), "giu");
    const pieces = [];
    let from = 0;
    for (const { 0: found, index } of part.matchAll(any)) {
      pieces.push(part.slice(from, index), make("mark", { textContent: found }));
      from = index + found.length;
    }
    const [before, after] = [start > 0 ? "…" : "", start + part.length < text.length ? "…" : ""];
    return make("p", {}, before, ...pieces, part.slice(from), after);
  };

  const shown = (terms) => ({ address, title, places }) => make("li", {},
    make("a", { href: address, textContent: title }),
    make("ul", {}, ...places.map(({ anchor, heading, own }) => make("li", {},
      make("a", { href: `${address}${anchor && `#${anchor}`}`, textContent: heading || title }),
      quote(terms, own)))));

  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const field = document.querySelector(".bd-search-container input[name=q]");

  const answer = () => {
    const words = field.value.normalize("NFKC").toLowerCase().match(WORD) ?? [];
    const terms = words.map(asTerm);
    const found = terms.length ? search(terms) : [];
    status.textContent = !terms.length ? ""
      : found.length ? status.dataset.found.replace("%s", found.length) : status.dataset.none;
    results.replaceChildren(...found.map(shown(terms)));
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", answer);
  field.focus();
  answer();
})();
