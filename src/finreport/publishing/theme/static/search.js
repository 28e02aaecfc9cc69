/* Finds what a reader types in SEARCH_TEXTS, the texts of all pages, and shows where it is.
   A page is found if every word is on it, a Latin one with any usual ending. A Chinese phrase may
   also be there in parts, such as its words apart from each other; no character may be left out.
   First come pages with the words as typed, one after the other: titles before headings, headings
   before sentences, sentences before tables. A Chinese word inside another one (SEARCH_COMPOUNDS)
   counts only where it stands alone nowhere. Pages with another word for what was typed, or for a
   part of it (SEARCH_SYNONYMS), come behind those with as good a heading, but before those where the
   typed words only stand apart. Where hardly a page has every word, those follow that have most of
   what is rare in them. */
(() => {
  "use strict";

  const WORD = /[\u3400-\u9fff]+|\d+(?:[.,-]\d+)*|\p{Letter}+/gu;
  const HAN = /[\u3400-\u9fff]/;
  const QUOTED = [50, 110]; // characters before and after a word that is found
  const SHOWN = 3; // places of a page
  const FEW = 3; // pages, below which others are shown that have some of the words
  const MANY = 2; // places with the words: pages with as many or more stand in the book's order

  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");

  /* Numbers with or without commas between thousands, English words with other endings. */
  const number = (word) =>
    `(?<![\\d.])${escape(word.replaceAll(",", "")).replace(/\d(?=\d)/g, "$&,?")}(?!\\d)`;
  const stem = (word) => word.length < 6
    ? word.replace(/(?<=...)[sey]$/, "")
    : word.replace(/(?:ations?|ions?|ial|al|ies|ing|ers?|ed|es|(?<!s)s|y|e)$/, "");
  const ENDINGS = "[ey]|e?s|e?d|e?r(?:s|ed|ing|y)?|ors?|ings?|ie[sd]|(?:a?t?i|i)?ons?|(?:a?t?i)?onal(?:ly)?|i?al(?:ly|s)?"
    + "|i?ty|ities|ments?|[ae]nt(?:ly)?|[ae]nces?|ively|ives?|ally|ly|ability|able|i[sz](?:e[ds]?|ing|ation)|ic(?:s|al)?|ism|ists?|e?ful|ness(?:es)?|ate[ds]?|ating|ators?";
  const apart = (pattern) => `(?<!\\p{Script=Latin})${pattern}(?!\\p{Script=Latin})`;
  const latin = (word) => {
    if (word.length < 3) return apart(word);
    const root = stem(word); // a short one begins too many words: bill, billion
    return word.length < 6
      ? apart(`${root}(?:e?s|e?d|e|y|ie[sd]|e?ly|${root.at(-1)}?(?:ing|ed))?`)
      : apart(`${root}(?:${ENDINGS})?`); // hous-ing and house, but no household
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
    const isHan = HAN.test(word);
    const isNumber = /\d/.test(word);
    const exact = isHan ? alone(word) : isNumber ? number(word) : apart(word);
    const pattern = isHan ? word : isNumber ? exact : latin(word);
    const pairs = isHan && word.length > 2
      ? Array.from({ length: word.length - 1 }, (_, at) => new RegExp(word.slice(at, at + 2), "gu"))
      : [];
    return { exact: new RegExp(exact, "giu"), whole: new RegExp(pattern, "giu"), pairs };
  };

  /* The words as they were typed, or with any ending ("whole"), one after the other. */
  const asPhrase = (terms, kind = "exact") =>
    new RegExp(terms.map((term) => term[kind].source).join("[\\s\\p{Pd}]*"), "giu");

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

  const search = (terms, isTyped, least = terms.length) => SEARCH_TEXTS.flatMap((page) => {
    const { address, title, places } = page;
    const text = places.map(([, , own, tables]) => `${own}\n${tables}`).join("\n");
    const found = terms.map(partsIn(text)).filter((parts) => parts.length);
    if (found.length < least) return [];
    const parts = found.flat();
    const [phrase, together] = [asPhrase(terms), asPhrase(terms, "whole")];
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
      Number(has(together, text)),
      Number(isTyped),
      Math.min(holding(1, 1), MANY),
      count(exacts, text),
      count(wholes, title),
      holding(1, 1),
      Math.min(holding(2, 1), MANY),
      count(wholes, text),
      Math.min(holding(4, parts.length), MANY),
    ];
    const isTogether = has(together, text);
    return [{ address, title, rank, isTogether, phrase, exacts, parts, places: rated.slice(0, SHOWN) }];
  }).sort(byRank);

  /* The words of a text; without those that only ask, of which Chinese ones stand in others. */
  const ASKING = new RegExp(SEARCH_IGNORED.filter((word) => HAN.test(word))
    .sort((one, other) => other.length - one.length).join("|"), "g");
  const wordsOf = (text) => text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  const askedFor = (text) => {
    const words = wordsOf(text.replace(ASKING, " ")).filter((word) => !SEARCH_IGNORED.includes(word));
    return words.length ? words : wordsOf(text);
  };

  /* What each thing is called, by any of its names, which may have other endings. */
  const keyOf = (words) => words.map((word) => (HAN.test(word) ? word : stem(word))).join(" ");
  const NAMES = new Map();
  for (const group of SEARCH_SYNONYMS) for (const name of group) {
    const key = keyOf(wordsOf(name));
    NAMES.set(key, [...new Set([...(NAMES.get(key) ?? []), ...group])]);
  }
  const LONGEST = Math.max(...[...NAMES.keys()].map(({ length }) => length));

  const asName = (word) => {
    const term = asTerm(word);
    return { ...term, whole: HAN.test(word) ? term.exact : term.whole };
  };

  /* A term that any of some names stands for. */
  const anyOf = (names) => {
    const phrases = names.map((name) => wordsOf(name).map(asName)).filter(({ length }) => length);
    const union = (kind) =>
      new RegExp(`(?:${phrases.map((terms) => asPhrase(terms, kind).source).join("|")})`, "giu");
    return { exact: union("exact"), whole: union("whole"), pairs: [] };
  };

  /* The words of a query with every part that has other names in the place of it; the longest names
     first, of Chinese ones within a word too. Nothing if no part has any. */
  const renamed = (words) => {
    const found = [];
    let isOther = false;
    for (let at = 0; at < words.length;) {
      let length = words.length - at;
      while (length && !NAMES.has(keyOf(words.slice(at, at + length)))) length -= 1;
      if (length) {
        found.push(anyOf(NAMES.get(keyOf(words.slice(at, at + length)))));
        isOther = true;
      } else {
        const [word] = words.slice(at, at + 1);
        const parts = HAN.test(word) ? chineseParts(word) : [];
        isOther ||= parts.length > 0;
        found.push(...(parts.length ? parts : [asTerm(word)]));
      }
      at += length || 1;
    }
    return isOther ? found : [];
  };

  /* A Chinese word as names and what is left between them; nothing if no name is in it. */
  const chineseParts = (word) => {
    const found = [];
    let [rest, isOther] = ["", false];
    const end = () => { if (rest) found.push(asTerm(rest)); rest = ""; };
    for (let at = 0; at < word.length;) {
      let length = Math.min(word.length - at, LONGEST);
      while (length > 1 && !NAMES.has(word.slice(at, at + length))) length -= 1;
      if (length > 1) {
        end();
        found.push(anyOf(NAMES.get(word.slice(at, at + length))));
        isOther = true;
        at += length;
      } else {
        rest += word[at];
        at += 1;
      }
    }
    end();
    return isOther ? found : [];
  };
  /* A word in pieces that a text may have by themselves: the pairs of characters of a Chinese one. */
  const pieces = (term) => (term.pairs.length
    ? term.pairs.map(({ source }) => asName(source)) : [term]);

  /* Pages by how much of what is rare in some terms one of their places has: in its heading more
     than in its sentences, in its table less. */
  const nearest = (terms) => {
    const isOn = ({ whole }) => ({ places }) =>
      places.some(([, , own, tables]) => has(whole, own) || has(whole, tables));
    const weights = terms.map((term) =>
      Math.log((SEARCH_TEXTS.length + 1) / (SEARCH_TEXTS.filter(isOn(term)).length + 0.5)));
    const near = ([, heading, own, tables]) => terms.reduce((sum, { whole }, at) => sum + weights[at]
      * (has(whole, heading) ? 2 : has(whole, own) ? 1 : has(whole, tables) ? 0.35 : 0), 0);
    const placesOf = new Map(SEARCH_TEXTS.map(({ address, places }) => [address, places]));
    return search(terms, false, 1)
      .map((page) => ({ ...page, near: Math.max(...placesOf.get(page.address).map(near)) }))
      .sort((one, other) => other.near - one.near);
  };

  /* What was typed, what it is also called, and what its parts are called. */
  const searchAll = (typed) => {
    const asked = askedFor(typed);
    const terms = asked.map(asTerm);
    const key = keyOf(wordsOf(typed));
    const others = (NAMES.get(key) ?? []).filter((one) => keyOf(wordsOf(one)) !== key);
    const parts = NAMES.has(key) ? [] : renamed(asked);
    const ways = [terms, ...others.map((one) => wordsOf(one).map(asTerm)), parts];
    const found = new Map();
    for (const way of ways.filter(({ length }) => length))
      for (const page of search(way, way === terms)) {
        const other = found.get(page.address);
        if (!other || byRank(page, other) < 0) found.set(page.address, page);
      }
    const pages = [...found.values()].sort(byRank);
    const rest = (parts.length ? parts : terms).flatMap(pieces);
    const isTogether = pages.length > 0 && pages[0].isTogether;
    if (rest.length < 2 || (isTogether && pages.length >= FEW)) return pages;
    const close = nearest(rest);
    const more = close.filter(({ address, near }) => near >= close[0].near / 2 && !found.has(address))
      .slice(0, FEW);
    if (isTogether) return [...pages, ...more];
    const shown = [...more.map(({ address }) => address), ...found.keys()];
    return close.filter(({ address }) => shown.includes(address));
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
    const isAsked = wordsOf(field.value).length > 0;
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
