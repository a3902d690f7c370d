// Looks words up in the static index below search/. Its files are scripts that call `nightdesk`, because pages opened from a disk may
// load scripts, but not other files. Results are made with textContent: data never becomes markup.
"use strict";
const PER_ITEM_FILE = 256, SHOWN = 60;
const waiting = new Map(), shards = new Map(), items = new Map();
let known = new Set(), labels = {};

const nightdesk = {
  shards(names, kinds) { known = new Set(names.split(" ")); labels = kinds; look(); },
  words(name, table) { shards.set(name, table); },
  items(name, rows) { items.set(name, rows); },
};

// Must split and fold as SearchWords.swift does: the words of the index are made there.
const ALONE = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
const split = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(ALONE, " $& ").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const shardOf = (word) => Array.from(word).slice(0, 2).map((c) => /[a-z0-9]/.test(c) ? c : "_" + c.codePointAt(0).toString(16)).join("");

function load(file) {
  if (!waiting.has(file)) waiting.set(file, new Promise((done) => {
    const script = document.createElement("script");
    script.src = "search/" + file + ".js";
    script.onload = script.onerror = () => done();
    document.head.append(script);
  }));
  return waiting.get(file);
}

// Numbers of items, with 2 where the word stands in a title, name or speaker, and 1 elsewhere.
async function holders(word) {
  const shard = shardOf(word);
  if (known.has(shard)) await load("w-" + shard);
  const found = new Map();
  for (const [entry, lists] of Object.entries(shards.get(shard) || {})) {
    if (!entry.startsWith(word)) continue;
    lists.forEach((list, strong) => {
      let item = 0;
      for (const step of list) { item += step; found.set(item, Math.max(found.get(item) || 0, strong + 1)); }
    });
  }
  return found;
}

let turn = 0;
async function look() {
  const mine = ++turn;
  const field = document.getElementById("query"), list = document.getElementById("results"), status = document.getElementById("status");
  const words = split(field.value);
  if (!words.length) { list.replaceChildren(); status.textContent = ""; return; }
  const sets = await Promise.all(words.map(holders));
  const all = Array.from(sets[0].keys()).filter((item) => sets.every((set) => set.has(item)));
  const weight = (item) => sets.reduce((sum, set) => sum + set.get(item), 0);
  all.sort((a, b) => weight(b) - weight(a) || a - b);
  const first = all.slice(0, SHOWN);
  await Promise.all(first.map((item) => load("i-" + Math.floor(item / PER_ITEM_FILE))));
  if (mine !== turn) return;
  list.replaceChildren(...first.map((item) => {
    const [kind, title, href, more] = items.get(Math.floor(item / PER_ITEM_FILE))[item % PER_ITEM_FILE];
    const row = document.createElement("li"), label = document.createElement("span"), link = document.createElement("a"), rest = document.createElement("span");
    label.className = "kicker";
    label.textContent = labels[kind] || kind;
    link.href = href;
    link.dir = "auto";
    link.textContent = title;
    rest.className = "meta";
    rest.dir = "auto";
    rest.textContent = more;
    row.append(label, link, rest);
    return row;
  }));
  status.textContent = all.length > SHOWN ? `${all.length} found, the first ${SHOWN} shown` : `${all.length} found`;
}

document.getElementById("query").addEventListener("input", look);
const asked = new URLSearchParams(location.search).get("q");
if (asked) document.getElementById("query").value = asked;
