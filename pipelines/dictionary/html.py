"""The data dictionary as one HTML page that searches without a network.

Belongs here: HTML, style and script of docs/generated/dictionary.html. Does not belong here: what
stands in the dictionary (`build.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.dictionary.model import ColumnEntry, TableEntry

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>chipwatch: data dictionary</title>
<style>
:root { --bg: #fff; --fg: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --accent: #0b5cad; --mark: #fff3bf; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --bg: #0f1419; --fg: #e6e9ec; --soft: #9aa5b1;
  --line: #303841; --panel: #182028; --accent: #6cb0f5; --mark: #574a12; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
header { position: sticky; top: 0; z-index: 1; background: var(--bg); padding: 12px 20px;
  border-bottom: 1px solid var(--line); }
h1 { font-size: 20px; margin: 0 0 8px; }
.tools { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; }
input { flex: 1 1 260px; max-width: 560px; font: inherit; padding: 7px 10px; color: inherit;
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
input:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); }
#found { color: var(--soft); }
main { padding: 4px 20px 60px; max-width: 1500px; }
section { border-bottom: 1px solid var(--line); padding: 10px 0; scroll-margin-top: 110px; }
summary { cursor: pointer; }
a { color: var(--accent); }
summary h2 { display: inline; font-size: 16px; margin: 0; color: var(--accent); }
summary span { color: var(--soft); }
ul { margin: 6px 0 10px; padding-left: 20px; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; background: var(--panel); position: static; }
th, td { border: 1px solid var(--line); padding: 4px 8px; vertical-align: top; }
td summary { color: var(--accent); }
td ul { margin: 2px 0 4px; padding-left: 16px; }
td:nth-child(1), td:nth-child(2), code { font-family: ui-monospace, Menlo, Consolas, monospace; }
td:nth-child(1) { font-weight: 600; }
td:nth-child(4) { white-space: nowrap; color: var(--soft); }
td:nth-child(5) { min-width: 260px; }
td:nth-child(6) { color: var(--soft); overflow-wrap: anywhere; min-width: 120px; }
td em { color: var(--soft); }
[hidden] { display: none !important; }
tr.hit td:first-child { background: var(--mark); }
@media (max-width: 640px) { header, main { padding-left: 12px; padding-right: 12px; }
  .scroll { overflow: visible; } thead { display: none; }
  table, tbody, tr, td { display: block; width: 100%; }
  tr { border: 1px solid var(--line); margin: 0 0 8px; padding: 4px 0; }
  td { border: 0; padding: 2px 8px; white-space: normal !important; }
  td:empty { display: none; }
  td:nth-child(6)::before { content: "for example "; } }
</style>
</head>
<body>
<header>
<h1>chipwatch: data dictionary</h1>
<div class="tools">
<input id="search" type="search" placeholder="Search tables, columns, units, sources …"
  aria-label="Search the dictionary" autocomplete="off">
<span id="found" role="status" aria-live="polite">$tables tables, $columns columns</span>
</div>
</header>
<main>
<p>Generated from the dbt project, the source specs and the declared checks. Examples are values of
the bundled sample. Sources that are internal or personal may not be passed on.</p>
$sections
<p id="none" hidden>Nothing matches. Fewer or shorter words find more.</p>
</main>
<script>
(function () {
  var search = document.getElementById("search"), found = document.getElementById("found");
  var none = document.getElementById("none"), whole = found.textContent;
  var sections = Array.prototype.map.call(document.querySelectorAll("section"), function (node) {
    return { node: node, details: node.querySelector("details"),
      head: node.querySelector("summary").textContent.toLowerCase() + " "
        + node.querySelector("ul").textContent.toLowerCase(),
      rows: Array.prototype.map.call(node.querySelectorAll("tbody tr"), function (row) {
        return { node: row, text: row.textContent.toLowerCase(),
          values: row.querySelector("details") }; }) };
  });
  function look() {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean), tables = 0, columns = 0;
    sections.forEach(function (one) {
      var has = function (text) {
        return words.every(function (w) { return text.indexOf(w) >= 0; }); };
      var all = has(one.head), hits = 0;
      one.rows.forEach(function (row) {
        var hit = words.length > 0 && has(one.head + " " + row.text) && !all;
        row.node.hidden = words.length > 0 && !all && !hit;
        row.node.classList.toggle("hit", hit);
        if (row.values) { row.values.open = hit && words.some(function (w) {
          return row.values.textContent.toLowerCase().indexOf(w) >= 0; }); }
        if (all || hit) { hits += 1; }
      });
      var shown = words.length === 0 || all || hits > 0;
      one.node.hidden = !shown;
      if (words.length > 0) { one.details.open = shown; }
      if (shown) { tables += 1; columns += words.length ? hits : one.rows.length; }
    });
    none.hidden = tables > 0;
    found.textContent = words.length ? tables + " tables, " + columns + " columns found" : whole;
  }
  search.addEventListener("input", look);
  function toHash() {
    var node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (node && node.tagName === "SECTION") { node.querySelector("details").open = true; }
  }
  window.addEventListener("hashchange", toHash);
  toHash();
})();
</script>
</body>
</html>
""")


def render_html(tables: Sequence[TableEntry]) -> str:
    """The whole page; nothing in it is loaded from elsewhere."""
    return _PAGE.substitute(
        tables=len(tables),
        columns=sum(len(table.columns) for table in tables),
        sections="\n".join(_section(table) for table in tables),
    )


def _section(table: TableEntry) -> str:
    from pipelines.dictionary.model import first_sentence

    notes = [" ".join(table.description.split())]
    if table.sources:
        notes.append("Sources: " + ", ".join(one.name for one in table.sources))
    if table.seeds:
        notes.append("Curated files: " + ", ".join(table.seeds))
    notes += [f"Licence: {licence}" for licence in table.licences]
    notes += [f"Mind: {warning}" for warning in table.warnings]
    listed = "".join(f"<li>{escape(note)}</li>" for note in notes)
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f'<section id="{escape(table.full_name)}"><details>\n'
        f"<summary><h2>{escape(table.full_name)}</h2> "
        f"<span>{escape(first_sentence(table.description))}</span></summary>\n"
        f'<ul>{listed}</ul>\n<div class="scroll"><table><thead><tr><th>column</th><th>type</th>'
        "<th>unit</th><th>key</th><th>what it holds</th><th>example</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></div>\n</details></section>"
    )


def _row(column: ColumnEntry) -> str:
    told = escape(column.description)
    if column.warnings:
        told += f" <em>{escape(' '.join(column.warnings))}</em>"
    if column.values:
        listed = "".join(
            f"<li><code>{escape(value)}</code> {escape(label.label)}: {escape(label.meaning)}</li>"
            for value, label in column.values
        )
        told += (
            f"<details><summary>{len(column.values)} values</summary><ul>{listed}</ul></details>"
        )
    return _cells((escape(column.name), escape(column.type), escape(column.unit), _link(column.key),
                   told, escape(column.example)))  # fmt: skip


def _link(key: str) -> str:
    if "→" not in key:
        return escape(key)
    before, _, target = key.partition("→ ")
    table = target.partition(".")[0]
    schema = "meta" if table in {"payloads", "sources", "rejects"} else "marts"
    return f'{escape(before)}→ <a href="#{schema}.{escape(table)}">{escape(target)}</a>'


def _cells(cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
