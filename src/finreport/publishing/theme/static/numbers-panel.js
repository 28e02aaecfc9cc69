/* Any number opens: a printed one with all that is known of it (numbers.js), a computed one with
   what computes it (results/PAGE.js); both are loaded when the first number is opened. Without
   this, or in a browser that has no dialogs, numbers are links to the page of all numbers. */
(() => {
  "use strict";

  if (!window.HTMLDialogElement) return;

  const PRINTED = "#number-";
  const script = document.currentScript.src;
  const home = new URL("../numbers.js", script).href;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const fill = (form, values) => form.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /* ---- what is known ---- */

  const loaded = (src) => new Promise((resolve, reject) => {
    document.head.append(make("script", { src, onload: resolve, onerror: reject }));
  });

  /* What counts up is written as steps. */
  const summed = (steps, at) => steps.map((step) => (at += step));

  /* The numbers of a series by their months, "" where there is none; the places of their checks. */
  const unpacked = (index) => {
    let check = 0;
    const numbers = {};
    const months = Object.keys(index.months);
    Object.entries(index.series).forEach(([name, entry]) => {
      const own = entry.at(-1);
      const isOnce = typeof own[0] === "string";
      const each = (isOnce ? [own] : own).map((number, at) => [isOnce ? "" : months[at], number]);
      numbers[name] = Object.fromEntries(each.filter(([, number]) => number)
        .map(([month, [printed, step, more]]) =>
          [month, [printed, step === null ? -1 : (check += step), more]]));
    });
    const names = Object.entries(numbers).flatMap(([name, own]) =>
      Object.keys(own).map((month) => (month ? `${name}@${month}` : name))).sort();
    let first = 0;
    const checks = index.checks.map(([kind, steps, ...left]) => {
      const inside = summed(steps, first);
      [first] = inside;
      return [...index.kinds[kind], inside, ...left];
    });
    return { ...index, numbers, names, checks };
  };

  const page = location.pathname.split("/").at(-1).replace(/\.html$/, "");
  let loading = null;
  const load = () => (loading ??= Promise.all([
    loaded(home), loaded(new URL(`../results/${page}.js`, script).href),
  ]).then(() => unpacked(NUMBERS)));

  /* Half a digit either way, in decimals: binary fractions would show. */
  const rounding = (printed) => {
    const decimals = (printed.split(".")[1] ?? "").length;
    const units = BigInt(printed.replace("\u2212", "-").replace(".", "")) * 10n;
    return [units - 5n, units + 5n].map((end) => {
      const digits = String(end < 0n ? -end : end).padStart(decimals + 2, "0");
      const at = digits.length - decimals - 1;
      return `${end < 0n ? "\u2212" : ""}${digits.slice(0, at)}.${digits.slice(at)}`;
    });
  };

  /* A number, or both its ends, with the unit. */
  const inUnit = (words, numbers, unit) => (unit === "%" || !unit
    ? numbers.map((number) => `${number}${unit}`).join(" – ")
    : fill(words.value, { printed: numbers.join(" – "), unit }));

  /* A number moved by some decimals, with as many as those. */
  const moved = (printed, by) => (Number(printed.replace("\u2212", "-")) + Number(by))
    .toFixed((by.split(".")[1] ?? "").length).replace("-", "\u2212");

  const known = (index, name) => {
    const [base, month = ""] = name.split("@");
    const found = index.numbers[base]?.[month];
    if (!found) return null;
    const [title, unit, place, file, start] = index.series[base];
    const [printed, check, more = {}] = found;
    const row = start + (month ? Object.keys(index.months).indexOf(month) : 0);
    const [ends, texts] = [more.ends ?? rounding(printed), index.texts];
    return {
      name, printed, ends, row, more,
      title: month ? `${title} · ${index.months[month]}` : title,
      value: inUnit(index.words, [printed], texts[unit]),
      place: texts[place], file: texts[file],
      check: check < 0 ? null : index.checks[check],
    };
  };

  /* ---- the panel ---- */

  const panel = make("dialog", { className: "fr-panel" });
  panel.setAttribute("aria-labelledby", "fr-panel-title");
  const trail = [];

  const rows = (...pairs) => make("dl", {}, ...pairs.filter(Boolean).flatMap(([head, ...told]) =>
    [make("dt", { textContent: head }), make("dd", {}, ...told)]));

  const opening = (index, name, textContent) => {
    const button = make("button", { type: "button", textContent });
    button.addEventListener("click", () => { trail.push(panel.shown); show(printed(index, name)); });
    return button;
  };

  const other = (index, name) => {
    const number = known(index, name);
    return make("li", {}, `${number.title} `, opening(index, name, number.value));
  };

  /* Numbers of one series behind a result, the first and the last month in their name. */
  const input = (index, named) => {
    const [base, from = "", to = from] = named.split(/@|\.\.(?=\d{4}-\d\d$)/);
    const names = Object.keys(index.numbers[base] ?? {})
      .filter((month) => (from ? month >= from && month <= to : true))
      .map((month) => (month ? `${base}@${month}` : base));
    if (!names.length) return make("li", {}, make("code", { textContent: named }));
    if (names.length === 1) return other(index, names[0]);
    return make("li", {}, `${index.series[base][0]} `, ...names.flatMap((name) => {
      const button = opening(index, name, known(index, name).printed);
      button.setAttribute("aria-label", `${known(index, name).title} ${button.textContent}`);
      return [button, " "];
    }));
  };

  const link = (href, text) => make("a", { href, textContent: text });

  const whole = (address) => new URL(address, new URL(".", home)).href;

  const printed = (index, name) => () => {
    const number = known(index, name);
    const { words } = index;
    const address = whole(`${index.page}${PRINTED}${name}`);
    const { instead, title, page } = number.more;
    const { value } = number;
    const [low, high] = number.ends;
    const told = low === high ? fill(words.exactly, { value: number.printed })
      : high ? `${low} – ${high}` : fill(words.at_least, { value: number.printed });
    const pairs = [
      [words.printed, make("strong", { textContent: value })],
      [words.place, `${number.place} · `,
        link(whole(`data/${index.edition}/${number.file}`),
          fill(words.row, { file: number.file, row: number.row }))],
      [words.stands_for, told],
    ];
    if (number.check) {
      const [says, strength, verdict, more, inside, computed, low, high] = number.check;
      const { texts, names } = index;
      const heading = texts[says] || known(index, names[inside[0]]).title;
      pairs.push([words.check, texts[strength], make("br"),
        texts[more] ? link(whole(texts[more]), heading) : heading]);
      if (names[inside[computed]] === name) pairs.push(
        [words.expected, [low, high].map((end) => moved(number.printed, end)).join(" – ")]);
      pairs.push([words.verdict, texts[verdict]]);
      const others = inside.map((at) => names[at]).filter((each) => each !== name);
      if (others.length) pairs.push([words.others,
        make("ul", {}, ...others.map((each) => other(index, each)))]);
    } else pairs.push([words.check, words.no_check]);
    if (title) pairs.push([words.register, link(whole(page), title)]);
    return {
      words, heading: number.title, value, address, pairs,
      warning: instead ? fill(words.flagged, { instead }) : "",
      citation: fill(words.citation, { title: number.title, value, address }),
    };
  };

  /* A number that is not printed tells of the exhibit or the sentence that it stands in, and, where
     it is known which result it is, how that is computed, and what its ends guarantee. */
  const computed = (index, shown) => () => {
    const { words } = index;
    const { value, heading, source, result, ends, numbers = [], beside = [] } = shown;
    const place = new URL(shown.address, location.href).href;
    const isComputed = result || numbers.length;
    const list = (names, item) => make("ul", {}, ...names.map((name) => item(index, name)));
    return {
      words, heading, value, address: place, warning: "",
      pairs: [
        [words.shown, make("strong", { textContent: value })],
        [words.computed, isComputed ? words.computed_note : words.given_note],
        result?.ends[0] ? [words.range, inUnit(words, result.ends, result.unit), make("br"), result.guarantee]
          : ends?.every(Boolean) && [words.range, ends.join(" – ")],
        shown.sentence && [words.sentence, shown.sentence],
        shown.details && [words.details, shown.details],
        (result?.method || shown.method) && [words.method, result?.method || shown.method],
        result && [words.named, link(whole(index.results), result.name)],
        source.title && [words.context, link(source.href, source.title)],
        !isComputed && shown.from && [words.place, shown.from],
        (result || numbers.length) && [words.inputs, result ? list(result.inputs, input) : list(numbers, other)],
        !isComputed && beside.length && [words.beside, list(beside, other)],
      ],
      citation: shown.citation ?? fill(words.citation, { title: heading, value, address: place }),
    };
  };

  /* A named result of the page by its place. */
  const resultAt = (at) => {
    const found = RESULTS.results[at];
    if (!found) return null;
    const [name, low, high, ...rest] = found;
    const [unit, guarantee, method] = rest.slice(0, 3).map((at) => RESULTS.texts[at]);
    return { name, ends: [low, high], unit, guarantee, method, inputs: rest.slice(3) };
  };

  const copy = (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = make("textarea", { value: text }); // pages without https have no clipboard
    panel.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return Promise.resolve();
  };

  const show = (tell) => {
    panel.shown = tell;
    const { words, heading, address, pairs, warning, citation } = tell();
    const close = make("button", { type: "button", className: "fr-panel-close", textContent: "×" });
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => panel.close());
    const back = make("button", { type: "button", textContent: `‹ ${words.back}`, hidden: !trail.length });
    back.addEventListener("click", () => show(trail.pop()));
    const copier = make("button", { type: "button", textContent: words.copy });
    copier.addEventListener("click", () => copy(citation).then(() => { copier.textContent = words.copied; }));
    const anchor = link(address, decodeURIComponent(address.split("/").at(-1)));
    panel.replaceChildren(
      make("div", { className: "fr-panel-head" }, back,
        make("h2", { id: "fr-panel-title", textContent: heading }), close),
      warning ? make("p", { className: "fr-panel-warning", textContent: `✗ ${warning}` }) : null ?? "",
      rows(...pairs, [words.address, anchor]),
      make("p", { className: "fr-panel-tools" }, copier));
    if (!panel.open) panel.showModal();
    else close.focus();
    panel.scrollTop = 0;
  };

  /* Below or above the number, else at its right or left, wherever there is room; on a phone at the
     foot of the window (the style sheet). */
  const GAP = 12;

  const open = (tell, at) => {
    trail.length = 0;
    show(tell);
    const own = panel.getBoundingClientRect();
    const within = (place, size, room) => Math.max(GAP, Math.min(place, room - size - GAP));
    const [below, above] = [at.bottom + GAP, at.top - own.height - GAP];
    const [right, before] = [at.right + GAP, at.left - own.width - GAP];
    const isBelow = below + own.height + GAP <= innerHeight;
    const isRight = right + own.width + GAP <= innerWidth;
    const isOver = isBelow || above >= GAP;
    const left = isOver ? within(at.left - 24, own.width, innerWidth)
      : within(isRight ? right : before, own.width, innerWidth);
    const top = isOver ? (isBelow ? below : above)
      : within((at.top + at.bottom - own.height) / 2, own.height, innerHeight);
    panel.style.setProperty("--fr-left", `${left}px`);
    panel.style.setProperty("--fr-top", `${top}px`);
  };

  panel.addEventListener("click", (event) => {
    if (event.target === panel) panel.close(); // beside it
    if (event.target.closest?.("a[href]")) panel.close();
  });
  document.body.append(panel);

  /* ---- numbers of exhibits and sentences ---- */

  const nameOf = (anchor) => decodeURIComponent(anchor.hash).slice(PRINTED.length);
  const text = (element, selector) => element.querySelector(selector)?.textContent.trim() ?? "";

  const numbersIn = (row) => [...row.querySelectorAll("a[href*='#number-']")].map(nameOf);

  const exhibitOf = (cell) => {
    const figure = cell.closest("figure");
    const table = cell.closest("table");
    const heads = table.tHead.rows[0].cells;
    const title = text(figure, ".fr-title");
    const row = cell.parentElement;
    const told = `${row.cells[0].textContent.trim()} · ${heads[cell.cellIndex].textContent.trim()}`;
    const address = figure.querySelector(".fr-link a")?.getAttribute("href") ?? "#";
    const citation = text(figure, ".fr-citation").replace(/\s*BibTeX$/, "");
    const value = cell.textContent.trim();
    const [own, low, high] = (table.dataset.ends ?? "").split(";").map((each) => each.split(" ").map(Number))
      .find((places) => places.includes(cell.cellIndex)) ?? []; // an end is told by what it is an end of
    return {
      value, address, heading: told, source: { href: address, title },
      ends: low ? [low, high].map((at) => row.cells[at].textContent.trim()) : null,
      method: text(figure, ".fr-basis"), from: text(figure, ".fr-source"),
      result: resultAt(RESULTS.cells[address.slice(1)]?.[`${lines.get(row)} ${own ?? cell.cellIndex}`]),
      beside: numbersIn(row),
      citation: citation && `${citation} ${told}: ${value}`,
    };
  };

  const sentenceOf = (index, anchor) => {
    const at = decodeURIComponent(anchor.hash.slice(1));
    const figure = document.getElementById(at)?.closest("figure");
    const [title, method, numbers] = index.computed[at]
      ?? (figure ? [text(figure, ".fr-title"), text(figure, ".fr-basis")] : []);
    const claim = anchor.closest(".fr-claim");
    const value = anchor.textContent.trim();
    const result = resultAt(RESULTS.told[`${at} ${value}`]);
    const section = anchor.closest("section");
    const own = section?.id ?? "";
    const about = section ? text(section, "h1, h2, h3, h4").replace(/#$/, "") : "";
    const sentence = claim ? `${text(claim, ".fr-firmness")} · ${text(claim, ".fr-shows")}`
      : anchor.closest(".fr-passage li, .fr-title")?.textContent.trim();
    return {
      value, numbers, result, sentence, method: claim ? "" : method,
      details: claim ? text(claim, ".fr-details").slice(text(claim, "summary").length).trim() : "",
      heading: claim && about ? `${about} · ${value}` : title || value,
      source: result ? {} : { href: anchor.getAttribute("href"), title: title ?? anchor.hash },
      address: claim || result ? `#${anchor.closest("[id]")?.id ?? own}` : anchor.getAttribute("href"),
    };
  };

  const ofName = (index, name) => known(index, name) && printed(index, name);

  /* A cell shows a printed number, or is its place in the list of all, or is computed. */
  const ofCell = (index, cell) => {
    const anchor = cell.querySelector("a[href*='#number-']");
    if (anchor) return ofName(index, nameOf(anchor));
    if (cell.id.startsWith(PRINTED.slice(1))) return ofName(index, cell.id.slice(PRINTED.length - 1));
    return computed(index, exhibitOf(cell));
  };

  const tellOf = (index, opener) => {
    if (opener.matches("a[href*='#number-']")) return ofName(index, nameOf(opener));
    if (opener.matches("a")) return computed(index, sentenceOf(index, opener));
    return ofCell(index, opener.closest("td"));
  };

  const respond = (opener) => load().then((index) => {
    const tell = tellOf(index, opener);
    if (tell) open(tell, opener.getBoundingClientRect());
    else if (opener.href) location.href = opener.href;
  }, () => { if (opener.href) location.href = opener.href; });

  const isNumber = (opener) =>
    opener.matches("a[href*='#number-'], .fr-shows a, .fr-number")
    || opener.matches("a[href*='#tests-results']") && opener.closest(".fr-passage, .fr-title")
    || opener.matches(".fr-passage a:is([href^='#fig-'], [href^='#tab-'])") && /\d/.test(opener.textContent)
    || opener.querySelector(":scope > .pasted-text");

  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".bd-article :is(a, button)");
    if (!opener || !isNumber(opener) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    respond(opener);
  });

  /* The chart tells which cell was chosen (finreport.js). */
  document.addEventListener("fr-open", ({ detail: { cell, at } }) => {
    load().then((index) => open(ofCell(index, cell) || computed(index, exhibitOf(cell)), at));
  });

  /* ---- tables: one stop for Tab, arrow keys from number to number ---- */

  const NUMBER = /^[\u2212+\-±<]?\d(?!\d{3}年)/; // no month

  const lines = new WeakMap(); // rows by their place among those with numbers, before any sorting

  const rove = (table) => {
    [...table.tBodies[0].rows].filter((row) => row.cells.length > 1)
      .forEach((row, at) => lines.set(row, at));
    const grid = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => {
      const anchor = cell.querySelector("a[href*='#number-']");
      if (anchor) return anchor;
      const isNumber = cell.id.startsWith(PRINTED.slice(1)) || NUMBER.test(cell.textContent.trim());
      if (!isNumber || cell.querySelector("a, button")) return null;
      const button = make("button", { type: "button", className: "fr-number" });
      button.append(...cell.childNodes);
      cell.append(button);
      return button;
    }));
    const all = grid.flat().filter(Boolean);
    all.forEach((each, at) => { each.tabIndex = at ? -1 : 0; });
    const keys = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    table.addEventListener("keydown", (event) => {
      const by = keys[event.key];
      const own = event.target.closest("td");
      if (!by || !own) return;
      event.preventDefault();
      const sorted = [...table.tBodies[0].rows].filter((row) => !row.hidden);
      let [row, column] = [sorted.indexOf(own.parentElement), own.cellIndex];
      let next = null;
      while (!next && sorted[row += by[0]] && (column += by[1]) > 0 && column < own.parentElement.cells.length)
        next = sorted[row].cells[column]?.querySelector("a[href*='#number-'], .fr-number") ?? null;
      if (!next) return;
      all.forEach((each) => { each.tabIndex = -1; });
      next.tabIndex = 0;
      next.focus();
    });
  };

  document.querySelectorAll(".fr-table").forEach(rove);

  /* ---- the address of a number opens it ---- */

  const arrive = () => {
    if (!location.hash.startsWith(PRINTED)) return;
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    load().then((index) => {
      const name = nameOf(location);
      if (known(index, name)) open(printed(index, name), (place ?? document.body).getBoundingClientRect());
    }, () => {});
  };

  addEventListener("hashchange", arrive);
  arrive();
})();
