// What held on a day, as known on another: the same answers as the SQL macros measures_as_of,
// chip_status_as_of and listings_as_of. The functions at the top are pure; days are numbers
// counted from 1970-01-01, null is SQL's null. Does not belong here: search, charts (site.js).
"use strict";

(function (root) {
  const LAST_DAY = Math.round(Date.UTC(9999, 11, 30) / 864e5);

  function holds(from, to, day) {
    return from !== null && from <= day && (to === null || to > day);
  }

  // One object a measure, and clause of it, that has a status on the day.
  function measures(data, on, known) {
    const knownOn = known === null ? on : known;
    const found = [];
    for (const [measure, from, to, knownFrom, knownTo, status, isVerified, clause] of data.status) {
      if (!holds(from, to, on) || !holds(knownFrom, knownTo, knownOn)) continue;
      const [title, jurisdiction, scope, isFollowed, checkedUntil, path, id] = data.measures[measure];
      found.push({
        place: measure, id: id, title: title, jurisdiction: jurisdiction, scope: scope, path: path,
        status: isVerified ? status : isFollowed ? "unknown_outcome" : "unknown",
        announced: status, clause: clause, from: from, to: to,
        isLookedAt: checkedUntil !== null && on <= checkedUntil,
      });
    }
    return found;
  }

  // One object a chip with its status on the day for an export to the data's destination.
  function chips(data, on, known) {
    const knownOn = known === null ? LAST_DAY : known;
    let group = null;
    for (const [id, from, to, knownFrom, toKnownFrom] of data.groups) {
      const isMember = from !== null && from <= on && knownFrom !== null && knownFrom <= knownOn
        && (to === null || to > on || (toKnownFrom !== null && toKnownFrom > knownOn));
      if (isMember && (group === null || id > group)) group = id;
    }
    if (group === null) group = data.destination;
    const found = [];
    for (const [chip, from, to, knownFrom, knownTo, place, status, policy, paragraph] of data.chipStatus) {
      if (place !== group || !holds(from, to, on) || !holds(knownFrom, knownTo, knownOn)) continue;
      const [name, vendor, path, id] = data.chips[chip];
      found.push({
        id: id, name: name, vendor: vendor, path: path, status: status, policy: policy,
        paragraph: paragraph, from: from, to: to,
      });
    }
    return found;
  }

  // Listings counted by list, status and whether the day lies before our first sight of them.
  function listings(data, on, known) {
    const knownOn = known === null ? on : known;
    const statusOf = new Map();
    for (const measure of measures(data, on, known)) {
      if (!statusOf.has(measure.place)) statusOf.set(measure.place, []);
      statusOf.get(measure.place).push(measure.status);
    }
    const counts = new Map();
    for (const [list, from, to, knownFrom, measure, effective, seen, number] of data.listings) {
      if (!holds(from, to, on) || knownFrom === null || knownFrom > knownOn) continue;
      const statuses = measure === null ? [null] : statusOf.get(measure) || ["unknown"];
      for (const status of statuses) {
        const said = effective !== null && on < effective ? "not_yet"
          : status === null ? "in_force" : status;
        const isReconstructed = seen !== null && knownOn < seen;
        const key = [data.lists[list][2], said, isReconstructed].join("\t");
        const count = counts.get(key)
          || { list: list, id: data.lists[list][2], status: said, isReconstructed: isReconstructed, number: 0 };
        count.number += number;
        counts.set(key, count);
      }
    }
    return [...counts.values()].sort((a, b) => a.list - b.list || (a.status < b.status ? -1 : 1));
  }

  root.chipwatchAsOf = { measures: measures, chips: chips, listings: listings };
  if (typeof document === "undefined") return;

  const box = document.getElementById("as-of");
  const data = root.chipwatchIntervals;
  if (!box || !data) return;

  const number = (text) => (text ? Math.round(Date.parse(text + "T00:00:00Z") / 864e5) : null);
  const day = (value) => (value === null ? "" : new Date(value * 864e5).toISOString().slice(0, 10));
  const label = (column, value) => (value === null ? "" : data.labels[column][value] || value.replaceAll("_", " "));
  const on = document.getElementById("on");
  const known = document.getElementById("known");
  const slider = document.getElementById("slider");

  function table(place, heads, rows, nothing) {
    const target = document.querySelector(`#${place} .answer`);
    if (!rows.length) {
      const words = document.createElement("p");
      words.className = "empty";
      words.textContent = nothing;
      target.replaceChildren(words);
      return;
    }
    const made = document.createElement("table");
    made.className = "data";
    const head = made.createTHead().insertRow();
    for (const name of heads) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const value of row) {
        const cell = line.insertCell();
        if (value && value.path) {
          const link = document.createElement("a");
          link.href = value.path;
          link.textContent = value.text;
          cell.append(link);
        } else {
          cell.textContent = value && value.text !== undefined ? value.text : value;
          if (/^\d{4}-\d\d-\d\d$/.test(cell.textContent)) cell.className = "d";
          if (cell.textContent === "not looked at then") cell.className = "d";
          if (/^[\d,]+$/.test(cell.textContent)) cell.className = "n";
        }
      }
    }
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.append(made);
    target.replaceChildren(scroll);
  }

  function show() {
    const at = number(on.value);
    if (at === null || Number.isNaN(at)) {
      document.getElementById("said").textContent = "Give a day.";
      return;
    }
    const knownOn = number(known.value);
    slider.value = at;
    const held = measures(data, at, knownOn);
    const chipsHeld = chips(data, at, knownOn);
    const counts = listings(data, at, knownOn);
    document.getElementById("said").textContent =
      `On ${on.value}${knownOn === null ? "" : `, as known on ${known.value}`}: `
      + `${held.length} measures with a status, ${chipsHeld.length} chips, `
      + `${counts.reduce((sum, one) => sum + one.number, 0).toLocaleString("en")} listings.`
      + (at > number(box.dataset.day) ? ` The day lies past the day of the release (${box.dataset.day}): what came since is not known here.` : "");
    table("measures", ["issuer", "measure", "clause", "status", "since", "until before", ""],
      held.map((one) => [one.jurisdiction, { text: one.title, path: one.path }, one.clause || "",
        label("status", one.status), day(one.from), day(one.to),
        one.isLookedAt ? "" : "not looked at then"]),
      "No measure had a status on that day by that knowledge.");
    table("chip-status", ["vendor", "chip", "Washington", "license policy", "paragraph", "since", "until before"],
      chipsHeld.map((one) => [one.vendor || "", { text: one.name, path: one.path }, label("us_status", one.status),
        label("license_policy", one.policy), one.paragraph || "", day(one.from), day(one.to)]),
      "No chip had a computed status on that day.");
    table("list-counts", ["list", "status of the listings", "listings", ""],
      counts.map((one) => [{ text: data.lists[one.list][0], path: data.lists[one.list][1] },
        label("listing_status", one.status), one.number.toLocaleString("en"),
        one.isReconstructed ? "before our first sight of the list" : ""]),
      "No listing held on that day by that knowledge.");
    history.replaceState(null, "", `#${on.value}${known.value ? "," + known.value : ""}`);
  }

  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(number(text));

  // The days that the address names; a place on the page is no day.
  function fromAddress() {
    const [first, second] = location.hash.slice(1).split(",");
    if (on.value && !isDay(first)) return;
    on.value = isDay(first) ? first : box.dataset.day;
    known.value = isDay(second) ? second : "";
    show();
  }

  slider.min = number(box.dataset.first);
  slider.max = number(box.dataset.day) + 365;
  box.hidden = false;
  slider.addEventListener("input", () => {
    on.value = day(Number(slider.value));
    show();
  });
  on.addEventListener("change", show);
  known.addEventListener("change", show);
  document.getElementById("reset").addEventListener("click", () => {
    on.value = box.dataset.day;
    known.value = "";
    show();
  });
  root.addEventListener("hashchange", fromAddress);
  fromAddress();
})(typeof window === "undefined" ? globalThis : window);
