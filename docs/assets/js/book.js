// What the page does beyond being read. Without it, all of the text, the
// contents and the notes can still be reached.
"use strict";

const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)];
const make = (name, properties) =>
  Object.assign(document.createElement(name), properties);

// ------------------------------------------------------- light and dark
const SCHEMES = { "": "system", light: "light", dark: "dark" };
const scheme = document.querySelector(".scheme");
function paint(name) {
  document.documentElement.style.colorScheme = name;
  scheme.querySelector("span").textContent = `Colors: ${SCHEMES[name]}`;
  scheme.title = `Colors: ${SCHEMES[name]}`;
}
function stored() {
  try { return localStorage.getItem("book.scheme") || ""; } catch { return ""; }
}
paint(stored());
scheme.addEventListener("click", () => {
  const names = Object.keys(SCHEMES);
  const now = document.documentElement.style.colorScheme;
  const next = names[(names.indexOf(now) + 1) % names.length];
  try { localStorage.setItem("book.scheme", next); } catch { /* not kept */ }
  paint(next);
});

// ------------------------------- boxes that scroll are reached by keyboard
const SCROLLS = { "pre code": "Code, scrolls sideways",
                  ".equation": "Equation, scrolls sideways", table: "",
                  "p:has(> img:only-child)": "Figure, scrolls sideways" };
const boxes = `.prose :is(${Object.keys(SCROLLS)})`;
// To measure is to lay out: a few milliseconds at a time.
function reach(rest = all(boxes), until = performance.now() + 5) {
  while (rest.length && performance.now() < until) {
    const box = rest.shift();
    if (box.scrollWidth <= box.clientWidth + 1) {
      box.removeAttribute("tabindex");
      continue;
    }
    box.tabIndex = 0;
    const label = SCROLLS[Object.keys(SCROLLS).find(s => box.matches(s))];
    if (label) {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label);
    }
  }
  if (rest.length) setTimeout(reach, 0, rest); // the rest, a little later
}
document.fonts.ready.then(() => reach());
addEventListener("resize", () => reach());

// ------------------------------------------------------------ copy code
for (const block of all(".highlight")) {
  const code = block.querySelector("code");
  const button = make("button",
    { type: "button", className: "copy", textContent: "Copy" });
  button.addEventListener("click", async () => {
    // Of a session, what the reader types; of all else, everything.
    const typed = all(".gp", code).length
      ? code.textContent.split("\n").filter(l => /^(>>>|\.\.\.)( |$)/.test(l))
        .map(l => l.slice(4)).join("\n") + "\n"
      : code.textContent;
    await navigator.clipboard.writeText(typed);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  block.append(button);
}

// ------------------------------- terms and references explain themselves
const tip = make("div", { id: "tip", popover: "manual" });
tip.setAttribute("role", "tooltip");
document.getElementById("main").append(tip);
let shown = null;
let timer = 0;
function explain(link) {
  clearTimeout(timer);
  if (shown === link) return;
  hide();
  if (link.matches(".footnote-ref")) {
    const note = document.getElementById(link.hash.slice(1));
    if (!note) return;
    const copy = note.cloneNode(true);
    all(".footnote-backref", copy).forEach(back => back.remove());
    tip.replaceChildren(...copy.childNodes);
  } else {
    tip.textContent = link.dataset.tip;
  }
  shown = link;
  link.setAttribute("aria-describedby", "tip");
  tip.showPopover();
  const at = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - tip.offsetWidth - 12;
  const below = at.bottom + 6 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(12, Math.min(at.left, room))}px`;
  tip.style.top = `${below ? at.bottom + 6 : at.top - 6 - tip.offsetHeight}px`;
}
function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  tip.hidePopover();
}
for (const link of all(".prose :is(.term, .footnote-ref, abbr[title])")) {
  if (link.title) {
    link.dataset.tip = link.title;
    link.removeAttribute("title");
  }
  if (link.localName === "abbr") link.tabIndex = 0;
  link.addEventListener("pointerenter", event => {
    if (event.pointerType === "mouse") explain(link);
  });
  link.addEventListener("pointerleave", () => { timer = setTimeout(hide, 200); });
  link.addEventListener("focus", () => explain(link));
  link.addEventListener("blur", hide);
}
tip.addEventListener("pointerenter", () => clearTimeout(timer));
tip.addEventListener("pointerleave", hide);
addEventListener("scroll", hide, { passive: true });

// -------------------------------------------- where one is, in the margin
const marks = new Map(all(".toc a").map(
  link => [document.getElementById(link.hash.slice(1)), link]));
if (marks.size) {
  const follow = () => {
    let here = null;
    for (const [heading, link] of marks) {
      if (heading && heading.getBoundingClientRect().top < 140) here = link;
      link.removeAttribute("aria-current");
    }
    here?.setAttribute("aria-current", "true");
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  requestAnimationFrame(follow);
}

// ---------------------------------------------------------------- search
// The index is fetched when the box is first opened. A section is found if
// it holds every word that was typed, as a word or the beginning of one.
const dialog = document.getElementById("search");
const input = dialog.querySelector("input");
const status = dialog.querySelector("[role=status]");
const list = dialog.querySelector("ol");
let index = null;
async function load() {
  const reply = await fetch(dialog.dataset.index);
  const { docs } = await reply.json();
  const page = new Map();
  const plain = new DOMParser();
  return docs.map(({ location, title, text }) => {
    const words = s => plain.parseFromString(s, "text/html").body.textContent
      .replace(/\s+/g, " ").trim();
    const name = words(title);
    const [path, anchor] = location.split("#");
    if (!anchor) page.set(path, name);
    const body = words(text);
    return { location, name, body, page: anchor ? page.get(path) : "",
             low: ` ${name} ¶ ${body}`.toLowerCase(), head: name.toLowerCase() };
  });
}
async function open(query) {
  hide();
  if (!dialog.open) dialog.showModal();
  if (query !== undefined) input.value = query;
  input.select();
  status.textContent = index ? "" : "Fetching the index";
  try {
    index ??= load();
    await index;
  } catch {
    index = null;
    status.textContent = "The index could not be fetched.";
    return;
  }
  find();
}
async function find() {
  const docs = await index;
  const words = input.value.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  list.replaceChildren();
  status.textContent = words.length ? "" : "Type a word or several.";
  if (!docs || !words.length) return;
  const starts = words.map(word => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "gu"));
  const found = [];
  for (const doc of docs) {
    if (!words.every(word => doc.low.includes(word))) continue;
    let score = 0;
    for (const start of starts) {
      const hits = doc.low.match(start);
      if (!hits) { score = 0; break; }
      score += Math.log2(1 + hits.length) + (doc.head.match(start) ? 6 : 0)
        + (doc.page ? 0 : 1);
    }
    if (score && doc.low.includes(words.join(" "))) score += 4;
    if (doc.name === "References") score /= 4;
    if (score) found.push([score, doc]);
  }
  found.sort((a, b) => b[0] - a[0]);
  status.textContent = found.length === 1 ? "1 section" :
    found.length ? `${found.length} sections` : "Nothing found.";
  for (const [, doc] of found.slice(0, 30)) {
    const address = new URL(dialog.dataset.base + doc.location, location.href);
    address.searchParams.set("h", words.join(" "));
    const link = make("a", { href: address.href });
    link.append(make("b", { textContent: doc.name }));
    if (doc.page) link.append(make("i", { textContent: doc.page }));
    const at = Math.max(0, doc.body.toLowerCase().search(starts[0]) - 60);
    const excerpt = make("span", { textContent:
      (at ? "… " : " ") + doc.body.slice(at, at + 160) + " …" });
    underline(excerpt, starts);
    link.append(excerpt);
    const item = make("li", {});
    item.append(link);
    list.append(item);
  }
}
function underline(root, patterns) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const either = new RegExp(patterns.map(p => `${p.source}[\\p{L}\\p{N}]*`)
    .join("|"), "giu");
  for (const text of texts) {
    if (text.parentElement.closest("math, svg, script, .copy")) continue;
    const parts = [];
    let end = 0;
    for (const match of text.data.matchAll(either)) {
      parts.push(text.data.slice(end, match.index),
                 make("mark", { textContent: match[0] }));
      end = match.index + match[0].length;
    }
    if (end) text.replaceWith(...parts, text.data.slice(end));
  }
}
let pause = 0;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(find, 60);
});
dialog.addEventListener("click", event => {
  if (event.target === dialog || event.target.closest("a")) dialog.close();
});
dialog.addEventListener("submit", event => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
dialog.querySelector("button").addEventListener("click", () => dialog.close());
dialog.addEventListener("keydown", event => {
  if (event.key === "Escape") dialog.close(); // at once, also with words in it
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [input, ...all("a", list)];
  const next = stops[stops.indexOf(document.activeElement) + step];
  next?.focus();
  event.preventDefault();
});
document.querySelector(".find").addEventListener("click", () => open());
addEventListener("keydown", event => {
  if (event.key === "Escape") hide();
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    open();
  }
});
const asked = new URLSearchParams(location.search);
if (asked.has("q")) open(asked.get("q"));
const words = asked.get("h")?.toLowerCase().match(/[\p{L}\p{N}]+/gu);
if (words) {
  underline(document.querySelector(".prose"), words.map(
    word => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "gu")));
}

// ----------------------------------------- nothing stays folded on paper
addEventListener("beforeprint", () => {
  for (const box of all("details:not([open])")) {
    box.open = true;
    addEventListener("afterprint", () => { box.open = false; }, { once: true });
  }
});
// A link into a folded box opens it.
function unfold() {
  const target = location.hash && document.getElementById(
    decodeURIComponent(location.hash.slice(1)));
  for (let box = target; box; box = box.parentElement) {
    if (box.localName === "details") box.open = true;
  }
}
addEventListener("hashchange", unfold);
unfold();

// ------------------------- pages that were visited open without a network
if (location.protocol === "https:") {
  navigator.serviceWorker?.register(`${dialog.dataset.base}sw.js`)
    .catch(() => { /* the book is read online, then */ });
}
