/* Finds what a reader types in SEARCH_TEXTS, the texts of all pages, and shows where it is.
   A page is found if every word is on it, a Latin one with any usual ending. A Chinese phrase may
   also be there in parts, such as its words apart from each other; no character may be left out.
   First come pages with the words as typed, one after the other: titles before headings, headings
   before sentences, sentences before tables. A Chinese word inside another one (SEARCH_COMPOUNDS)
   counts only where it stands alone nowhere. Pages with another word for what was typed
   (SEARCH_SYNONYMS) come behind those with as good a heading. */
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

  /* 出口, but not in 进出口: what stands beside it in the words that it is a part of. */
  const alone = (word) => {
    const beside = [[], []];
    SEARCH_COMPOUNDS.forEach((compound) => {
      const at = compound.indexOf(word);
      const after = compound.length - at - word.length;
      if (at === 1 && after === 0) beside[0].push(escape(compound[0]));
      if (at === 0 && after === 1) beside[1].push(escape(compound.at(-1)));
    });
    const [before, after] = beside.map((letters) => letters.join(""));
    return `${before && `(?<![${before}])`}${word}${after && `(?![${after}])`}`;
  };

  const asTerm = (word) => {
    const isHan = /[\u3400-\u9fff]/.test(word);
    const isNumber = /\d/.test(word);
    const exact = isHan ? alone(word) : isNumber ? number(word) : apart(word);
    const pattern = isHan ? word : isNumber ? exact : latin(word);
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

  const search = (terms, isTyped) => SEARCH_TEXTS.flatMap(({ address, title, places }) => {
    const text = places.map(([, , own, tables]) => `${own}\n${tables}`).join("\n");
    const found = terms.map(partsIn(text));
    if (!found.every((parts) => parts.length)) return [];
    const parts = found.flat();
    const phrase = asPhrase(terms);
    const exacts = terms.map(({ exact }) => exact);
    const wholes = terms.map(({ whole }) => whole);
    const nothingElse = new RegExp(`^\\P{L}*${wholes.map(({ source }) => source).join("\\P{L}*")}\\P{L}*$`, "iu");
    const rated = places
      .map(([anchor, heading, own, tables]) => {
        const all = `${own} ${tables}`;
        return {
          anchor, heading, own: has(phrase, own) || !has(phrase, tables) ? all : tables,
          rank: [
            Number(has(phrase, heading)), Number(has(phrase, own)), Number(has(phrase, tables)),
            count(exacts, all), count(parts, all), Number(count(wholes, heading) === terms.length),
          ],
        };
      })
      .filter(({ rank }) => rank.some(Boolean))
      .sort(byRank);
    const holding = (at, least) => rated.filter(({ rank }) => rank[at] >= least).length;
    const rank = [
      Number(places.some(([, heading]) => nothingElse.test(heading))),
      Number(has(phrase, title)),
      count(exacts, title) === terms.length ? 1 : 0,
      count(wholes, title) === terms.length ? 1 : 0,
      Math.min(holding(0, 1), MANY),
      Math.min(holding(5, 1), MANY),
      Number(isTyped),
      Math.min(holding(1, 1), MANY),
      count(exacts, text),
      count(wholes, title),
      holding(1, 1),
      Math.min(holding(2, 1), MANY),
      count(wholes, text),
      Math.min(holding(4, parts.length), MANY),
    ];
    return [{ address, title, rank, phrase, exacts, parts, places: rated.slice(0, SHOWN) }];
  }).sort(byRank);

  /* What was typed, then what it is also called. */
  const searchAll = (typed) => {
    const plain = typed.trim().toLowerCase();
    const others = SEARCH_SYNONYMS.filter((group) => group.some((one) => one.toLowerCase() === plain))
      .flat().filter((one) => one.toLowerCase() !== plain);
    const found = new Map();
    for (const words of [typed, ...new Set(others)]) {
      const terms = (words.normalize("NFKC").toLowerCase().match(WORD) ?? []).map(asTerm);
      if (terms.length) for (const page of search(terms, words === typed)) {
        const other = found.get(page.address);
        if (!other || byRank(page, other) < 0) found.set(page.address, page);
      }
    }
    return [...found.values()].sort(byRank);
  };

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
    const isAsked = field.value.normalize("NFKC").search(WORD) >= 0;
    const found = isAsked ? searchAll(field.value) : [];
    status.textContent = !isAsked ? ""
      : found.length ? status.dataset.found.replace("%s", found.length) : status.dataset.none;
    results.replaceChildren(...found.map(item));
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", answer);
  field.focus();
  answer();
})();
