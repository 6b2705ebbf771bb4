// Byte-pair encoding, one merge at a time, on text that the reader types.
const CSS = `[data-explorable=merges]{
margin:1.6em 0;font-size:.9375rem;
& textarea{box-sizing:border-box;width:100%;margin:.2em 0;padding:.4em;border:1px solid var(--mm-muted);background:var(--mm-paper);color:var(--mm-ink);font:inherit}
& label{display:block}
& div{display:flex;flex-wrap:wrap;align-items:center;gap:.6em}
& [type=range]{flex:1 1 9rem;min-width:0}
& button{min-height:2rem;padding:0 .8em;border:1px solid var(--mm-muted);border-radius:3px;color:var(--mm-ink);cursor:pointer}
& button:disabled{opacity:.5;cursor:default}
& p{margin:.5em 0}
& .cut{line-height:2.1;overflow-wrap:anywhere}
& .cut span{padding:.15em .2em;border:1px solid var(--mm-text);border-radius:3px;background:color-mix(in srgb,var(--mm-text) 9%,#0000);white-space:pre-wrap}
& .cut .new{background:color-mix(in srgb,var(--mm-text) 34%,#0000)}
& table{display:table;width:auto;margin:.4em 0}
& :is(th,td){min-width:0;padding:.15em .8em .15em 0;text-align:left;font-weight:400}
}`;
const TEXT = ["cross moves up", "red triangle moves down", "triangle bounces", "triangle moves down"];
const MOST = 300, PIECE = / ?[\p{L}\p{Nl}\p{No}]+| ?\p{Nd}{1,3}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
// A token is a string with one character a byte.
const bytes = text => [...new TextEncoder().encode(text)].map(b => String.fromCharCode(b));
const show = token => {
  const raw = Uint8Array.from(token, c => c.charCodeAt());
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw).replaceAll(" ", "␣").replaceAll("\n", "↵");
  } catch {
    return [...raw].map(b => b.toString(16).toUpperCase()).join(" ");
  }
};
const merge = (tokens, [a, b]) => {
  const out = [];
  for (const token of tokens) {
    if (token === b && out.length && out.at(-1) === a) out[out.length - 1] += b;
    else out.push(token);
  }
  return out;
};
const order = (a, b) => a < b ? -1 : +(a > b); // of equal counts the smaller pair wins
// All pairs of neighbors with their counts, most frequent first.
const pairs = words => {
  const count = new Map();
  for (const { tokens, times } of words.values()) {
    for (let i = 1; i < tokens.length; i++) {
      const key = tokens[i - 1] + "|" + tokens[i - 1].length + "|" + tokens[i];
      const old = count.get(key) ?? [[tokens[i - 1], tokens[i]], 0];
      old[1] += times;
      count.set(key, old);
    }
  }
  return [...count.values()].sort(([a, m], [b, n]) => n - m || order(a[0], b[0]) || order(a[1], b[1]));
};

function build(root) {
  root.innerHTML = `<style>${CSS}</style><label>Text to learn from<textarea rows=4 spellcheck=false maxlength=4000></textarea></label>
<div><button type=button>Back</button><button type=button>Next merge</button><input type=range min=0 value=0 aria-label="number of merges"></div>
<p role=status></p><p class=cut></p>
<table><caption>Most frequent pairs now</caption><thead><tr><th scope=col>pair<th scope=col>times<tbody></table>`;
  const find = name => root.querySelector(name);
  const [back, next] = root.querySelectorAll("button");
  const text = find("textarea"), slider = find("input"), status = find("[role=status]");
  let list, steps;
  const draw = () => {
    const k = +slider.value, last = steps[k - 1];
    const words = new Map();
    for (const piece of list) {
      const word = words.get(piece) ?? { tokens: bytes(piece), times: 0 };
      if (!word.times++) for (const [pair] of steps.slice(0, k)) word.tokens = merge(word.tokens, pair);
      words.set(piece, word);
    }
    const joined = last && last[0].join("");
    find(".cut").replaceChildren(...list.flatMap(piece => words.get(piece).tokens.flatMap(token => {
      const span = document.createElement("span");
      span.textContent = show(token);
      if (token === joined) span.className = "new";
      return token === "\n" ? [span, document.createElement("br")] : [span, "\u200b"];
    })));
    const size = list.reduce((n, p) => n + bytes(p).length, 0);
    const tokens = list.reduce((n, p) => n + words.get(p).tokens.length, 0);
    status.textContent = `${k} ${k === 1 ? "merge" : "merges"}: ${tokens} tokens for ${size} bytes, vocabulary 256 + ${k}.` +
      (last ? ` Last joined: ${show(last[0][0])} + ${show(last[0][1])}, ${last[1]} times.` : "");
    find("tbody").replaceChildren(...pairs(words).slice(0, 5).map(([pair, times], i) => {
      const row = document.createElement("tr");
      row.insertCell().textContent = pair.map(show).join(" + ") + (i ? "" : "  ← next");
      row.insertCell().textContent = times;
      return row;
    }));
    slider.ariaValueText = `${k} merges`;
    back.disabled = !k;
    next.disabled = k === steps.length;
  };
  const learn = () => {
    list = text.value.match(PIECE) ?? [];
    steps = [];
    const words = new Map();
    for (const piece of list) {
      const word = words.get(piece) ?? { tokens: bytes(piece), times: 0 };
      word.times++;
      words.set(piece, word);
    }
    while (steps.length < MOST) {
      const [best] = pairs(words);
      if (!best) break;
      steps.push(best);
      for (const word of words.values()) word.tokens = merge(word.tokens, best[0]);
    }
    slider.max = steps.length;
    draw();
  };
  const go = by => { slider.value = +slider.value + by; draw(); };
  back.onclick = () => go(-1);
  next.onclick = () => go(1);
  slider.oninput = draw;
  text.oninput = learn;
  text.value = TEXT.map((end, i) => `a small ${i === 1 ? "" : "purple "}${end}`).join("\n");
  learn();
}

for (const root of document.querySelectorAll("[data-explorable=merges]")) {
  root.hidden = false;
  build(root);
}
