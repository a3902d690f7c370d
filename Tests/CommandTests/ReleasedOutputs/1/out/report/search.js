// Looks words up in the list that search-index.js gives. Results are made with textContent: data never becomes markup.
"use strict";
const field = document.getElementById("query");
const list = document.getElementById("results");
const status = document.getElementById("status");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const rows = nightdeskIndex.map((row) => ({ kind: row[0], title: row[1], href: row[2], more: row[3], words: fold(row[1] + " " + row[3]) }));
const LIMIT = 100;

function look() {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean);
  const found = wanted.length ? rows.filter((row) => wanted.every((word) => row.words.includes(word))) : [];
  list.replaceChildren(...found.slice(0, LIMIT).map((row) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = row.href;
    link.textContent = row.title;
    const more = document.createElement("div");
    more.className = "meta";
    more.textContent = row.kind + (row.more ? " · " + row.more : "");
    item.append(link, more);
    return item;
  }));
  status.textContent = !wanted.length ? "" : found.length > LIMIT ? `${found.length} found, the first ${LIMIT} shown` : `${found.length} found`;
}

field.addEventListener("input", look);
const asked = new URLSearchParams(location.search).get("q");
if (asked) field.value = asked;
look();
