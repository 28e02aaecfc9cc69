/* Charts are read by pointer and by arrow keys, all series of a month at a time; long tables are sorted and filtered; the list of
   chapters shows the one that is open.
   Everything is in the page's tables without this. */
(() => {
  "use strict";

  const make = (tag, properties, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), properties);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };

  /* ---- charts: the marks of the picture point to cells of the table below it ---- */

  const read = (plot) => {
    const svg = plot.querySelector("svg");
    const { width, height } = svg.viewBox.baseVal;
    const table = plot.closest("figure").querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows]; // sorting does not change which mark shows which
    const marks = plot.dataset.marks.split(";").map((mark) => {
      const [x, y, row, column] = mark.split(" ").map(Number);
      return { x, y, row, column };
    });
    const columns = [...new Set(marks.map((mark) => mark.column))].sort((a, b) => a - b);
    const reader = make("div", { className: "fr-reader", tabIndex: 0 },
      { role: "application", "aria-label": plot.dataset.label });
    const isByRow = "rows" in plot.dataset; // rows are months: what stands at one is read together
    const spots = make("span", { className: "fr-spots", hidden: true });
    const reading = make("output", { className: "fr-reading", hidden: true });
    let shown = null;

    const besides = (mark) => {
      const others = isByRow ? marks.filter(({ row }) => row === mark.row) : [];
      return others.includes(mark) ? others : [mark];
    };

    const tell = (mark) => {
      const { row, column } = mark;
      const cells = [...rows[row].cells].map((cell) => cell.textContent.trim());
      const told = column < 0 ? [...heads.keys()] : besides(mark).map((each) => each.column + 1);
      const parts = [make("strong", { textContent: cells[0] })];
      for (const at of told.sort((one, other) => one - other)) {
        if (at > 0 && cells[at]) parts.push(make("span",
          { textContent: `${heads[at]} ${cells[at]}`, className: at === column + 1 ? "fr-told" : "" }));
      }
      return parts.flatMap((part) => [part, " "]);
    };

    const show = (mark) => {
      if (mark === shown) return;
      shown = mark;
      reader.classList.toggle("fr-idle", !mark);
      reading.hidden = spots.hidden = !mark;
      if (!mark) return;
      const picture = svg.getBoundingClientRect();
      const frame = plot.getBoundingClientRect();
      const place = (at) => [picture.left - frame.left + (at.x / width) * picture.width,
        picture.top - frame.top + (at.y / height) * picture.height];
      const [x, y] = place(mark);
      spots.replaceChildren(...besides(mark).map((each) => {
        const spot = make("span", { className: each === mark ? "fr-spot fr-chosen" : "fr-spot" });
        spot.style.translate = place(each).map((at) => `${at}px`).join(" ");
        return spot;
      }));
      if (isByRow) {
        const rule = make("span", { className: "fr-rule" });
        rule.style.translate = `${x}px`;
        spots.append(rule);
      }
      reading.replaceChildren(...tell(mark));
      const left = Math.min(Math.max(x - reading.offsetWidth / 2, 0), frame.width - reading.offsetWidth);
      const above = y - reading.offsetHeight - 12;
      reading.style.translate = `${left}px ${above < 0 ? y + 12 : above}px`;
    };

    /* What writes a number opens its own cell, and another text (a name, a number of an axis) none. */
    const labelAt = ({ clientX, clientY }) => {
      const text = document.elementsFromPoint(clientX, clientY)
        .find((each) => each.closest("text") && svg.contains(each))?.closest("text");
      if (!text) return null;
      const cell = text.closest("[data-cell]")?.dataset.cell.split(" ").map(Number);
      if (!cell) return { opens: null };
      const [picture, own] = [svg.getBoundingClientRect(), text.getBoundingClientRect()];
      const scale = width / picture.width;
      const [row, column] = cell;
      const known = marks.find((mark) => mark.row === row && mark.column === column);
      return { opens: known ?? { row, column, x: (own.left + own.width / 2 - picture.left) * scale,
        y: (own.top + own.height / 2 - picture.top) * scale } };
    };

    const nearest = (candidates, x, y) =>
      candidates.reduce((best, mark) =>
        Math.hypot(mark.x - x, mark.y - y) < Math.hypot(best.x - x, best.y - y) ? mark : best);

    /* Where each row of the table has a height of its own, what is level with the pointer is meant. */
    const rowsDown = [...new Set(marks.map(({ row }) => row))]
      .map((row) => marks.filter((mark) => mark.row === row).map(({ y }) => y))
      .map((ys) => [Math.min(...ys), Math.max(...ys)]).sort(([a], [b]) => a - b);
    const isLevel = rowsDown.every(([top], at) => !at || top > rowsDown[at - 1][1] + 6);
    const levelWith = (y) => {
      const away = Math.min(...marks.map((mark) => Math.abs(mark.y - y)));
      return marks.filter((mark) => Math.abs(mark.y - y) < away + 1);
    };

    let isPointed = false; // a click on what shows nothing also brings the focus

    const point = (event) => {
      isPointed = true;
      const label = labelAt(event);
      if (label) return show(label.opens);
      const picture = svg.getBoundingClientRect();
      const scale = width / picture.width;
      const [x, y] = [(event.clientX - picture.left) * scale, (event.clientY - picture.top) * scale];
      if (!isByRow) return show(nearest(isLevel ? levelWith(y) : marks, x, y));
      const month = marks.reduce((best, mark) =>
        Math.abs(mark.x - x) < Math.abs(best.x - x) ? mark : best).row;
      show(nearest(marks.filter(({ row }) => row === month), x, y));
    };

    const among = (candidates) =>
      candidates.find(({ column }) => column === shown.column) ?? nearest(candidates, shown.x, shown.y);

    const step = (by) => {
      if (isByRow) {
        const months = [...new Set(marks.map(({ row }) => row))].sort((a, b) => a - b);
        const at = Math.min(Math.max(months.indexOf(shown.row) + by, 0), months.length - 1);
        return show(among(marks.filter(({ row }) => row === months[at])));
      }
      const lane = marks.filter((mark) => mark.column === shown.column);
      show(lane[Math.min(Math.max(lane.indexOf(shown) + by, 0), lane.length - 1)]);
    };

    const cross = (by) => {
      if (columns.length < 2) return step(by);
      if (isByRow) {
        const here = besides(shown);
        return show(here[(here.indexOf(shown) + by + here.length) % here.length]);
      }
      const next = columns[(columns.indexOf(shown.column) + by + columns.length) % columns.length];
      const lane = marks.filter((mark) => mark.column === next);
      show(lane.find((mark) => mark.row === shown.row) ?? nearest(lane, shown.x, shown.y));
    };

    const keys = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      ArrowDown: () => cross(1),
      ArrowUp: () => cross(-1),
      Home: () => step(-marks.length),
      End: () => step(marks.length),
      Escape: () => reader.blur(),
      Enter: () => open(),
    };

    reader.addEventListener("keydown", (event) => {
      if (!keys[event.key]) return;
      event.preventDefault();
      if (!shown) show(marks[0]);
      keys[event.key]();
    });
    reader.addEventListener("focus", () => shown || isPointed || show(marks[0]));
    reader.addEventListener("blur", () => show(null));
    /* The panel keeps off the mark and what is written at it. */
    const around = (spot, room) => new DOMRect(spot.left - room, spot.top - room,
      spot.width + 2 * room, spot.height + 2 * room);
    const open = () => shown && reader.dispatchEvent(new CustomEvent("fr-open", { bubbles: true,
      detail: { cell: rows[shown.row].cells[Math.max(shown.column, 0) + 1],
        at: around(spots.querySelector(".fr-chosen").getBoundingClientRect(), 20) } }));

    reader.addEventListener("click", open);
    reader.addEventListener("pointermove", point);
    reader.addEventListener("pointerdown", point);
    reader.addEventListener("pointerleave", (event) => {
      isPointed = false;
      if (event.pointerType === "mouse" && document.activeElement !== reader) show(null);
    });
    plot.append(reader, spots, reading);
  };

  /* ---- tables ---- */

  const numeric = (text) => parseFloat(text.replace("\u2212", "-").replaceAll(",", ""));

  const compare = (one, other) => {
    if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
    const difference = numeric(one) - numeric(other);
    return Number.isNaN(difference) ? one.localeCompare(other, undefined, { numeric: true }) : difference;
  };

  /* The heads of columns that are in sight; over others the names may lie, and half a button there
     could not be hit. */
  const headsInSight = (table) => {
    const [names, ...heads] = table.tHead.rows[0].cells;
    const end = table.parentElement.scrollLeft + names.offsetWidth;
    return [names, ...heads.filter((head) => head.offsetLeft >= end)];
  };

  const sortable = (table, heads) => {
    const body = table.tBodies[0];
    const printed = [...body.rows];
    let group = 0;
    const place = new Map(printed.map((row, at) => {
      if (row.cells.length === 1) group += 1;
      const isTotal = row.classList.contains("fr-total");
      return [row, { at, group, isHead: row.cells.length === 1, isTotal }];
    }));
    const text = (row, column) => row.cells[column].textContent.replace(/^[\u2013\u2014]$/, "");

    const order = (column, direction) => (one, other) => {
      const [a, b] = [place.get(one), place.get(other)];
      if (a.group !== b.group || a.isHead || b.isHead) return a.at - b.at;
      if (a.isTotal !== b.isTotal) return a.isTotal - b.isTotal;
      if (column === 0) return direction * (a.at - b.at); // months and names as printed, or reversed
      const [x, y] = [text(one, column), text(other, column)];
      return (x && y ? direction : 1) * compare(x, y) || a.at - b.at;
    };

    heads.forEach((head) => {
      const column = head.cellIndex;
      const button = make("button", { type: "button", className: "fr-sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort"); // numbers begin with the largest
        const direction = before ? (before === "ascending" ? -1 : 1) : column ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        body.append(...[...printed].sort(order(column, direction)));
      });
    });
  };

  const filterable = (box, table) => {
    const { label, placeholder } = box.dataset;
    const rows = [...table.tBodies[0].rows].filter((row) => row.cells.length > 1);
    const field = make("input", { type: "search", placeholder }, { "aria-label": label });
    const found = make("output", { className: "fr-found" });
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
      const left = rows.filter((row) => !row.hidden).length;
      found.textContent = wanted ? `${left} / ${rows.length}` : "";
    });
    box.append(field, found);
  };

  /* On a phone a year of months begins with its last ones; the names take the room of the month of
     which only a part would be seen beside them. */
  const showLast = () => {
    if (!matchMedia("(max-width: 600px)").matches) return;
    document.querySelectorAll(".fr-tabular > .fr-scroll:has(> .fr-wide:not(.fr-stacked))")
      .forEach((scroller) => {
        const [names, ...months] = scroller.querySelector("thead tr").cells;
        let room = scroller.clientWidth - names.offsetWidth;
        for (const { offsetWidth } of months.reverse()) {
          if (offsetWidth > room) break;
          room -= offsetWidth;
        }
        names.style.minWidth = `${names.offsetWidth + room}px`;
        scroller.style.scrollPaddingLeft = `${names.offsetWidth}px`;
        scroller.scrollLeft = scroller.scrollWidth;
      });
  };

  /* A table that goes on at the right, or below, fades out there, and below it stands what shows the
     rest. */
  const hint = (scroller) => {
    const { expand, sideways } = scroller.dataset;
    const button = (text) => make("button", { type: "button", textContent: text, hidden: true });
    const [all, side] = [button(`${expand} ↓`), button("")];
    all.addEventListener("click", () => scroller.classList.add("fr-whole"));
    side.addEventListener("click", () => scroller.scrollBy(
      { left: scroller.clientWidth / (side.isBack ? -2 : 2), behavior: "smooth" }));
    scroller.nextElementSibling.append(all, side);
    const measured = () => ({
      isMore: scroller.scrollLeft + scroller.clientWidth < scroller.scrollWidth - 2,
      isBelow: scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 2,
      isWhole: scroller.clientHeight >= scroller.scrollHeight - 2,
      isWide: scroller.scrollWidth > scroller.clientWidth + 2,
    });
    const show = ({ isMore, isBelow, isWhole, isWide }) => {
      scroller.classList.toggle("fr-cut-right", isMore);
      scroller.classList.toggle("fr-cut-below", isBelow);
      all.hidden = isWhole;
      side.isBack = !isMore;
      side.textContent = isMore ? `${sideways} →` : `← ${sideways}`;
      side.hidden = !isWide;
    };
    scroller.addEventListener("scroll", () => show(measured()), { passive: true });
    return [scroller, { measured, show }];
  };

  /* All are measured before any changes, so that a page of many tables is laid out once. */
  const hintAll = () => {
    const hints = new Map([...document.querySelectorAll(".fr-scroll")].map(hint));
    const observer = new ResizeObserver((entries) => entries
      .map(({ target }) => [hints.get(target), hints.get(target).measured()])
      .forEach(([{ show }, seen]) => show(seen)));
    hints.forEach((_, scroller) => observer.observe(scroller));
  };

  /* ---- the list of chapters: the theme puts it back where it was, which may be elsewhere ---- */

  const showCurrent = () => {
    const sidebar = document.querySelector(".bd-sidebar-primary");
    const current = sidebar?.querySelector(".current > a");
    if (!current) return;
    const [list, entry] = [sidebar, current].map((each) => each.getBoundingClientRect());
    if (entry.top >= list.top && entry.bottom <= list.bottom) return;
    sidebar.scrollTop += entry.top - list.top - list.height / 3;
  };

  /* ---- an address inside of what is folded opens it ---- */

  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folds = [];
    for (let at = place?.closest("details"); at; at = at.parentElement.closest("details")) folds.push(at);
    if (!folds.some((fold) => !fold.open)) return;
    folds.forEach((fold) => { fold.open = true; });
    place.scrollIntoView();
  };

  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("load", showCurrent);
  document.querySelectorAll(".fr-plot[data-marks]:not([data-marks=''])").forEach(read);
  showLast();
  [...document.querySelectorAll(".fr-filter")]
    .map((box) => [box, box.nextElementSibling.querySelector("table")])
    .map(([box, table]) => [box, table, headsInSight(table)]) // all are measured before any changes
    .forEach(([box, table, heads]) => {
      sortable(table, heads);
      filterable(box, table);
    });
  hintAll();
})();
