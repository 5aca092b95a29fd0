// What every page does beyond what it says without a script: search, and reading and enlarging a
// chart by pointer, tap and keyboard. Does not belong here: answers as of a day (as-of.js).
"use strict";

(function () {
  const SHOWN = 12;
  const MOST_ZOOM = 8;

  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  // Entries whose text holds every word: first what has this very name, then what begins with it.
  function find(entries, asked) {
    const words = plain(asked).split(/\s+/).filter(Boolean);
    const whole = words.join(" ");
    if (!words.length) return [];
    const hits = [];
    for (const entry of entries) {
      const text = entry.plain || (entry.plain = plain(entry.text));
      if (words.every((word) => text.includes(word))) {
        const place = plain(entry.name) === whole ? -10 : text.startsWith(words[0]) ? 0 : text.includes(" " + words[0]) ? 1 : 2;
        hits.push([entry.rank + place, text.length, entry]);
      }
    }
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return hits.map((hit) => hit[2]);
  }

  function entriesOf(index) {
    const pages = index.pages.map(([kind, name, path, others]) => ({
      text: name + " " + others, name: name, note: kind, path: path, rank: 0,
    }));
    const listed = index.listed.map(([name, list, since, until, entity]) => ({
      text: name, name: name, path: index.lists[list][1], rank: 3,
      note: (entity ? "another name of " + entity + ", " : "") + "on " + index.lists[list][0]
        + (since ? " from " + since : "") + (until ? " until before " + until : ""),
    }));
    return pages.concat(listed);
  }

  function search(up, index) {
    const box = document.querySelector(".search");
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    const entries = entriesOf(index);
    box.hidden = false;

    function show() {
      const hits = find(entries, input.value);
      list.replaceChildren();
      for (const hit of hits.slice(0, SHOWN)) {
        const item = document.createElement("li");
        const link = document.createElement(hit.path ? "a" : "span");
        if (hit.path) link.href = up + hit.path;
        const note = document.createElement("span");
        note.className = "grade";
        note.textContent = " " + hit.note;
        link.textContent = hit.name;
        item.append(link, note);
        list.append(item);
      }
      if (input.value.trim() && hits.length !== 1) {
        const item = document.createElement("li");
        item.className = "grade";
        item.textContent = hits.length === 0
          ? "Nothing here has that name. That is no clearance: `chipwatch screen` also finds names that are written otherwise."
          : hits.length > SHOWN ? hits.length.toLocaleString("en") + " found; type more of the name." : hits.length + " found.";
        if (hits.length > SHOWN || hits.length === 0) list.append(item);
      }
      if (index.leftOut && input.value.trim()) {
        const item = document.createElement("li");
        item.className = "grade";
        item.textContent = index.leftOut.toLocaleString("en") + " former listings stand in the CSV of their list only.";
        list.append(item);
      }
      list.hidden = !input.value.trim();
    }

    input.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        input.value = "";
        show();
        input.focus();
      } else if (event.key === "ArrowDown" && links.length) {
        links[Math.min(at + 1, links.length - 1)].focus();
        event.preventDefault();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at === 0 ? input : links[at - 1]).focus();
        event.preventDefault();
      } else if (event.key === "Enter" && document.activeElement === input && links.length) {
        links[0].click();
      }
    });
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target)) list.hidden = true;
    });
    input.addEventListener("focus", show);
  }

  // The marks of a chart tell their title in a box: by pointer, tap, or the arrow keys.
  function tooltips() {
    const tip = document.createElement("div");
    tip.id = "tip";
    tip.setAttribute("role", "status");
    tip.hidden = true;
    document.body.append(tip);
    let read = null; // the mark that the arrow keys have reached

    function hide() {
      read = null;
      tip.hidden = true;
    }

    // Marks may lie on one another: the pointer reads all that are below it.
    function under(event) {
      const found = document.elementsFromPoint(event.clientX, event.clientY)
        .map((element) => element.closest("g.mark")).filter(Boolean);
      return [...new Set(found)];
    }

    function show(mark, told) {
      tip.textContent = (told && told.length ? told : [mark]).map((one) => one.dataset.told).join("\n");
      tip.hidden = false;
      const box = mark.getBoundingClientRect();
      const left = Math.min(
        Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2),
        document.documentElement.clientWidth - tip.offsetWidth - 8,
      );
      const above = box.top - tip.offsetHeight - 8;
      tip.style.left = left + "px";
      tip.style.top = (above > 4 ? above : box.bottom + 8) + "px";
    }

    for (const chart of document.querySelectorAll("svg.chart")) {
      const marks = [];
      for (const title of chart.querySelectorAll("g > title")) {
        const mark = title.parentNode;
        mark.dataset.told = title.textContent;
        mark.setAttribute("aria-label", title.textContent);
        title.remove();
        mark.classList.add("mark");
        for (const link of mark.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
        marks.push(mark);
        mark.addEventListener("pointerenter", (event) => show(mark, under(event)));
        mark.addEventListener("pointermove", (event) => show(mark, under(event)));
        mark.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
        mark.addEventListener("click", (event) => {
          if (event.pointerType === "touch" && tip.dataset.of !== mark.dataset.told) {
            event.preventDefault();
          }
          tip.dataset.of = mark.dataset.told;
          show(mark, under(event));
        });
      }
      if (!marks.length) continue;
      marks.sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left);
      let at = -1;
      chart.setAttribute("tabindex", "0");
      chart.setAttribute("role", "group");
      chart.setAttribute("aria-roledescription", "chart; arrow keys read its marks");
      chart.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
        if (step) {
          marks[at]?.classList.remove("on");
          const turn = Math.sign(step);
          at = Math.min(Math.max(at + step, 0), marks.length - 1);
          while (marks[at].classList.contains("off") && marks[at + turn]) at += turn;
          marks[at].classList.add("on");
          marks[at].scrollIntoView({ block: "nearest", inline: "nearest" });
          read = marks[at];
          show(read);
          event.preventDefault();
        } else if (event.key === "Enter" && at >= 0) {
          const link = marks[at].querySelector("a");
          if (link) location.href = link.href.baseVal || link.getAttribute("href");
        }
      });
      chart.addEventListener("blur", () => {
        marks[at]?.classList.remove("on");
        hide();
      });
    }
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    // Keys scroll a mark into view, and its box goes with it; who scrolls otherwise has read it.
    document.addEventListener("scroll", () => (read ? show(read) : hide()), { passive: true, capture: true });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("g.mark")) hide();
    });
  }

  // An entry of a legend hides and shows the marks that it stands for.
  function legends() {
    for (const entry of document.querySelectorAll(".legend li[data-of]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.title = "Hide or show";
      button.append(...entry.childNodes);
      entry.append(button);
      button.addEventListener("click", () => {
        const isShown = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", String(!isShown));
        const around = entry.closest("figure") || entry.closest("section");
        for (const mark of around.querySelectorAll(`g[data-of="${entry.dataset.of}"]`)) {
          mark.classList.toggle("off", isShown);
        }
      });
    }
  }

  // A chart is enlarged within its frame, which then scrolls: by buttons, by + - 0, by Ctrl and wheel.
  function zooms() {
    for (const chart of document.querySelectorAll("svg.chart")) {
      const frame = document.createElement("div");
      const tools = document.createElement("div");
      const around = document.createElement("div");
      const shown = document.createElement("span");
      let size = 1;
      frame.className = "zoom";
      tools.className = "zoom-tools";
      shown.setAttribute("role", "status");

      // The place at `x` of the frame stays where it is.
      function to(wanted, x) {
        const next = Math.min(Math.max(wanted, 1), MOST_ZOOM);
        const at = (frame.scrollLeft + x) / size;
        size = next;
        chart.style.width = size * 100 + "%";
        shown.textContent = Math.round(size * 100) + "%";
        frame.classList.toggle("enlarged", size > 1);
        frame.scrollLeft = at * size - x;
        smaller.disabled = whole.disabled = size === 1;
        larger.disabled = size === MOST_ZOOM;
      }

      function button(text, says, act) {
        const one = document.createElement("button");
        one.type = "button";
        one.textContent = text;
        one.setAttribute("aria-label", says);
        one.title = says;
        one.addEventListener("click", () => act(frame.clientWidth / 2));
        tools.append(one);
        return one;
      }

      const smaller = button("\u2212", "Smaller chart", (x) => to(size / 2, x));
      tools.append(shown);
      const larger = button("+", "Larger chart", (x) => to(size * 2, x));
      const whole = button("Whole", "The whole chart", (x) => to(1, x));
      around.className = "zoomable";
      chart.before(around);
      frame.append(chart);
      around.append(tools, frame);
      to(1, 0);
      frame.addEventListener("wheel", (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        to(size * (event.deltaY < 0 ? 1.25 : 0.8), event.clientX - frame.getBoundingClientRect().left);
      }, { passive: false });
      around.addEventListener("keydown", (event) => {
        const next = { "+": size * 2, "=": size * 2, "-": size / 2, "0": 1 }[event.key];
        if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        to(next, frame.clientWidth / 2);
      });
    }
  }

  const up = document.body.dataset.up || "";
  if (window.chipwatchIndex) search(up, window.chipwatchIndex);
  zooms();
  tooltips();
  legends();
})();
