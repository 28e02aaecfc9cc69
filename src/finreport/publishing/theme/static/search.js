/* Finds what a reader types in SEARCH_TEXTS, the texts of all pages, and shows where it is.
   A page is found if every word is on it, a Latin one with any usual ending. A Chinese phrase may
   also be there in parts, such as its words apart from each other; no character may be left out.
   First come pages with the words as typed, one after the other; titles before texts. */
(() => {
  "use strict";

  const WORD = /[\u3400-\u9fff]+|\d+(?:[.,-]\d+)*|\p{Letter}+/gu;
  const QUOTED = [50, 110]; // characters before and after a word that is found
  const SHOWN = 3; // places of a page
  const MANY = 2; // places with the words: pages with as many or more stand in the book's order

  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");

  /* Numbers with or without commas between thousands, English words with other endings. */
  const number = (word) =>
    `(?<![\\d.])${escape(word.replaceAll(",", "")).replace(/\d(?=\d)/g, "$&,?")}(?!\\d)`;
  const stem = (word) => word.length < 6
    ? word.replace(/(?<=...)[sey]$/, "")
    : word.replace(/(?:ations?|ions?|ial|al|ies|ing|ed|es|s|y|e)$/, "");
  const apart = (pattern) => `(?<!\\p{Script=Latin})${pattern}(?!\\p{Script=Latin})`;
  const latin = (word) => {
    if (word.length < 3) return apart(word);
    const root = stem(word); // a short one begins too many words: bill, billion
    return word.length < 6
      ? apart(`${root}(?:e?s|e?d|e|y|ie[sd]|e?ly|${root.at(-1)}?(?:ing|ed))?`)
      : `(?<!\\p{Script=Latin})${root}\\p{Script=Latin}*`;
  };

  const asTerm = (word) => {
    const isHan = /[\u3400-\u9fff]/.test(word);
    const isNumber = /\d/.test(word);
    const exact = isHan ? word : isNumber ? number(word) : apart(word);
    const pattern = isHan || isNumber ? exact : latin(word);
    const pairs = isHan && word.length > 2
      ? Array.from({ length: word.length - 1 }, (_, at) => new RegExp(word.slice(at, at + 2), "gu"))
      : [];
    return { exact: new RegExp(exact, "giu"), whole: new RegExp(pattern, "giu"), pairs };
  };

  /* The words as they were typed, one after the other. */
  const asPhrase = (terms) =>
    new RegExp(terms.map(({ exact }) => exact.source).join("[\\s\\p{Pd}]*"), "giu");

  const has = (part, text) => text.search(part) >= 0;
  const count = (parts, text) => parts.filter((part) => has(part, text)).length;

  /* What a text has of a word: the word, or else pairs of its characters that leave none out. */
  const partsIn = (text) => ({ whole, pairs }) => {
    if (has(whole, text)) return [whole];
    const there = pairs.map((pair) => has(pair, text));
    const leavesOut = [...there, false].some((is, at) => !is && !there[at - 1]);
    return leavesOut ? [] : pairs.filter((_, at) => there[at]);
  };

  /* Which of two lists of numbers has the first larger one. */
  const byRank = (one, other) => {
    const at = one.rank.findIndex((number, at) => number !== other.rank[at]);
    return at < 0 ? 0 : other.rank[at] - one.rank[at];
  };

  const search = (terms) => SEARCH_TEXTS.flatMap(({ address, title, places }) => {
    const text = places.map(([, , own]) => own).join("\n");
    const found = terms.map(partsIn(text));
    if (!found.every((parts) => parts.length)) return [];
    const parts = found.flat();
    const phrase = asPhrase(terms);
    const exacts = terms.map(({ exact }) => exact);
    const wholes = terms.map(({ whole }) => whole);
    const rated = places
      .map(([anchor, heading, own]) => ({
        anchor, heading, own,
        rank: [Number(has(phrase, own)), count(exacts, own), count(parts, own)],
      }))
      .filter(({ rank }) => rank.some(Boolean))
      .sort(byRank);
    const holding = (at, least) => rated.filter(({ rank }) => rank[at] >= least).length;
    const rank = [
      Number(has(phrase, title)),
      count(exacts, title) === terms.length ? 1 : 0,
      Math.min(holding(0, 1), MANY),
      count(exacts, text),
      count(wholes, title),
      count(wholes, text),
      Math.min(holding(2, parts.length), MANY),
    ];
    return [{ address, title, rank, phrase, exacts, parts, places: rated.slice(0, SHOWN) }];
  }).sort(byRank);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* From the phrase on if it is there, else from the first word that is. */
  const quote = (phrase, exacts, parts, text) => {
    const places = [[phrase], exacts, parts]
      .map((some) => some.map((part) => text.search(part)).filter((at) => at >= 0))
      .find((some) => some.length);
    const first = Math.min(...places);
    const start = Math.max(0, first - QUOTED[0]);
    const shown = text.slice(start, first + QUOTED[1]);
    const marked = count(exacts, shown) === exacts.length ? exacts : parts;
    const any = new RegExp(marked.map(({ source }) => source).join("|"), "giu");
    const pieces = [];
    let from = 0;
    for (const { 0: found, index } of shown.matchAll(any)) {
      pieces.push(shown.slice(from, index), make("mark", { textContent: found }));
      from = index + found.length;
    }
    const [before, after] = [start > 0 ? "…" : "", start + shown.length < text.length ? "…" : ""];
    return make("p", {}, before, ...pieces, shown.slice(from), after);
  };

  const item = ({ address, title, phrase, exacts, parts, places }) => make("li", {},
    make("a", { href: address, textContent: title }),
    make("ul", {}, ...places.map(({ anchor, heading, own }) => make("li", {},
      make("a", { href: `${address}${anchor && `#${anchor}`}`, textContent: heading || title }),
      quote(phrase, exacts, parts, own)))));

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
