/* Finds what a reader types in SEARCH_TEXTS, the texts of all pages, and shows where it is.
   A page is found if every word is on it. A Chinese phrase may also be there in parts, such as
   its words apart from each other; no character may be left out. */
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
      ? Array.from({ length: word.length - 1 }, (_, at) => new RegExp(word.slice(at, at + 2), "gu"))
      : [];
    return { whole: new RegExp(pattern, "giu"), pairs };
  };

  const has = (part, text) => text.search(part) >= 0;
  const count = (parts, text) => parts.filter((part) => has(part, text)).length;

  /* What a text has of a word: the word, or else pairs of its characters that leave none out. */
  const partsIn = (text) => ({ whole, pairs }) => {
    if (has(whole, text)) return [whole];
    const there = pairs.map((pair) => has(pair, text));
    const leavesOut = [...there, false].some((is, at) => !is && !there[at - 1]);
    return leavesOut ? [] : pairs.filter((_, at) => there[at]);
  };

  const search = (terms) => SEARCH_TEXTS.flatMap(({ address, title, places }) => {
    const text = places.map(([, , own]) => own).join("\n");
    const found = terms.map(partsIn(text));
    if (!found.every((parts) => parts.length)) return [];
    const parts = found.flat();
    const rated = places
      .map(([anchor, heading, own]) => ({ anchor, heading, own, rate: count(parts, own) }))
      .filter(({ rate }) => rate > 0)
      .sort((one, other) => other.rate - one.rate);
    const full = rated.filter(({ rate }) => rate === parts.length).length;
    const wholes = terms.map(({ whole }) => whole);
    const score = 1000 * count(wholes, title) + 100 * count(wholes, text) + Math.min(full, 99);
    return [{ address, title, score, parts, places: rated.slice(0, SHOWN) }];
  }).sort((one, other) => other.score - one.score);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const quote = (parts, text) => {
    const first = Math.min(...parts.map((part) => text.search(part)).filter((at) => at >= 0));
    const start = Math.max(0, first - QUOTED[0]);
    const shown = text.slice(start, first + QUOTED[1]);
    const any = new RegExp(parts.map(({ source }) => source).join("|"), "giu");
    const pieces = [];
    let from = 0;
    for (const { 0: found, index } of shown.matchAll(any)) {
      pieces.push(shown.slice(from, index), make("mark", { textContent: found }));
      from = index + found.length;
    }
    const [before, after] = [start > 0 ? "…" : "", start + shown.length < text.length ? "…" : ""];
    return make("p", {}, before, ...pieces, shown.slice(from), after);
  };

  const item = ({ address, title, parts, places }) => make("li", {},
    make("a", { href: address, textContent: title }),
    make("ul", {}, ...places.map(({ anchor, heading, own }) => make("li", {},
      make("a", { href: `${address}${anchor && `#${anchor}`}`, textContent: heading || title }),
      quote(parts, own)))));

  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const field = document.querySelector(".bd-search-container input[name=q]");

  const answer = () => {
    const words = field.value.normalize("NFKC").toLowerCase().match(WORD) ?? [];
    const terms = words.map(asTerm);
    const found = terms.length ? search(terms) : [];
    status.textContent = !terms.length ? ""
      : found.length ? status.dataset.found.replace("%s", found.length) : status.dataset.none;
    results.replaceChildren(...found.map(item));
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", answer);
  field.focus();
  answer();
})();
