/* Any number opens: a printed one with all that is known of it (numbers.js, loaded when the first
   is opened), a computed one with what computes it. Without this, or in a browser that has no
   dialogs, numbers are links to the page of checks. */
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

  let loading = null;
  const load = () => (loading ??= new Promise((resolve, reject) => {
    const loader = make("script", { src: home, onerror: reject });
    loader.onload = () => {
      NUMBERS.names = Object.entries(NUMBERS.numbers).flatMap(([name, months]) =>
        Object.keys(months).map((month) => (month ? `${name}@${month}` : name))).sort();
      resolve(NUMBERS);
    };
    document.head.append(loader);
  }));

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
      value: texts[unit] === "%" || !texts[unit] ? `${printed}${texts[unit]}`
        : fill(index.words.value, { printed, unit: texts[unit] }),
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

  const other = (index, name) => {
    const number = known(index, name);
    const button = make("button", { type: "button", textContent: number.value });
    button.addEventListener("click", () => { trail.push(panel.shown); show(printed(index, name)); });
    return make("li", {}, `${number.title} `, button);
  };

  const link = (href, text) => make("a", { href, textContent: text });

  const whole = (address) => new URL(address, new URL(".", home)).href;

  const printed = (index, name) => () => {
    const number = known(index, name);
    const { words } = index;
    const address = whole(`${index.page}${PRINTED}${name}`);
    const { instead, title, page } = number.more;
    const { value } = number;
    const told = number.ends[0] === number.ends[1]
      ? fill(words.exactly, { value: number.ends[0] }) : number.ends.join(" – ");
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
      if (names[computed] === name) pairs.push([words.expected, `${low} – ${high}`]);
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

  /* A number that this book computes tells of the exhibit or the sentence that it stands in. */
  const computed = (index, { value, heading, address, ends, method, sentence, source, numbers = [], citation }) => () => {
    const { words } = index;
    const place = new URL(address, location.href).href;
    return {
      words, heading, value, address: place, warning: "",
      pairs: [
        [words.shown, make("strong", { textContent: value })],
        [words.computed, words.computed_note],
        ends?.every(Boolean) ? [words.stands_for, ends.join(" – ")] : null,
        sentence ? [words.sentence, sentence] : null,
        method ? [words.method, method] : null,
        source.title ? [words.context, link(source.href, source.title)] : null,
        numbers.length ? [words.inputs, make("ul", {}, ...numbers.map((each) => other(index, each)))] : null,
      ],
      citation: citation ?? fill(words.citation, { title: heading, value, address: place }),
    };
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

  /* Beside the number where there is room, else at the foot of the window (the style sheet). */
  const open = (tell, opener) => {
    trail.length = 0;
    show(tell);
    const [at, own] = [opener.getBoundingClientRect(), panel.getBoundingClientRect()];
    const below = at.bottom + 8 + own.height < innerHeight;
    const left = Math.min(Math.max(at.left - 24, 12), innerWidth - own.width - 12);
    const top = below ? at.bottom + 8 : Math.max(12, at.top - own.height - 8);
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

  const exhibitOf = (cell) => {
    const figure = cell.closest("figure");
    const table = cell.closest("table");
    const heads = table.tHead.rows[0].cells;
    const title = text(figure, ".fr-title");
    const [row, column] = [cell.parentElement.cells[0], heads[cell.cellIndex]];
    const address = figure.querySelector(".fr-link a")?.getAttribute("href") ?? "#";
    const citation = text(figure, ".fr-citation").replace(/\s*BibTeX$/, "");
    const [, low, high] = (table.dataset.ends ?? "").split(";").map((each) => each.split(" ").map(Number))
      .find(([at]) => at === cell.cellIndex) ?? [];
    const ends = low ? [low, high].map((at) => cell.parentElement.cells[at].textContent.trim()) : null;
    return {
      ends, value: cell.textContent.trim(),
      heading: `${row.textContent.trim()} · ${column.textContent.trim()}`,
      address, source: { href: address, title }, method: text(figure, ".fr-basis"),
      citation: citation && `${citation} ${row.textContent.trim()}, ${column.textContent.trim()}: ${cell.textContent.trim()}`,
    };
  };

  const sentenceOf = (index, anchor) => {
    const [title, method, numbers] = index.computed[decodeURIComponent(anchor.hash.slice(1))] ?? [];
    const claim = anchor.closest(".fr-claim");
    const value = anchor.textContent.trim();
    const own = anchor.closest("section")?.id ?? "";
    return {
      value, numbers, method: claim ? "" : method,
      heading: claim ? text(claim, ".fr-firmness") : title ?? value,
      sentence: claim ? text(claim, ".fr-shows") : "",
      source: { href: anchor.getAttribute("href"), title: title ?? anchor.hash },
      address: claim ? `#${own}` : anchor.getAttribute("href"),
    };
  };

  const tellOf = (index, opener) => {
    if (opener.matches("a[href*='#number-']")) return known(index, nameOf(opener)) && printed(index, nameOf(opener));
    if (opener.matches("a")) return computed(index, sentenceOf(index, opener));
    return computed(index, exhibitOf(opener.closest("td")));
  };

  const respond = (opener) => load().then((index) => {
    const tell = tellOf(index, opener);
    if (tell) open(tell, opener);
    else if (opener.href) location.href = opener.href;
  }, () => { if (opener.href) location.href = opener.href; });

  const isNumber = (opener) => opener.matches("a[href*='#number-'], .fr-shows a, .fr-number")
    || opener.querySelector(":scope > .pasted-text");

  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".bd-article :is(a, button)");
    if (!opener || !isNumber(opener) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    respond(opener);
  });

  /* The chart tells which cell was chosen (finreport.js). */
  document.addEventListener("fr-open", ({ target, detail: { cell } }) => {
    const anchor = cell.querySelector("a[href*='#number-']");
    load().then((index) => open(
      (anchor && tellOf(index, anchor)) || computed(index, exhibitOf(cell)), target));
  });

  /* ---- tables: one stop for Tab, arrow keys from number to number ---- */

  const NUMBER = /^[\u2212+\-±<]?\d/;

  const rove = (table) => {
    const grid = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => {
      const anchor = cell.querySelector("a[href*='#number-']");
      if (anchor) return anchor;
      if (!NUMBER.test(cell.textContent.trim()) || cell.querySelector("a, button")) return null;
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
      const lines = [...table.tBodies[0].rows].filter((row) => !row.hidden); // as they are sorted
      let [row, column] = [lines.indexOf(own.parentElement), own.cellIndex];
      let next = null;
      while (!next && lines[row += by[0]] && (column += by[1]) > 0 && column < own.parentElement.cells.length)
        next = lines[row].cells[column]?.querySelector("a[href*='#number-'], .fr-number") ?? null;
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
      if (known(index, name)) open(printed(index, name), place ?? document.body);
    }, () => {});
  };

  addEventListener("hashchange", arrive);
  arrive();
})();
