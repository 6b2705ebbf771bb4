// What tokens cost; built when near.
const CSS = `[data-explorable=tokens]{
container-type:inline-size;margin:1.6em 0;font-size:.9375rem;
& fieldset{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.4rem 1rem;margin:.6em 0;padding:.5rem .8rem .7rem;border:1px solid var(--mm-faint);border-left:.35rem solid var(--c);min-width:0}
& legend{padding:0 .3rem;font-weight:600;color:var(--c)}
& label{display:flex;flex-direction:column;justify-content:flex-end;gap:.15rem;font-size:.8125rem;color:var(--mm-muted)}
& :is(input, select){box-sizing:border-box;width:100%;min-height:2rem;font:inherit;font-size:.9375rem;color:var(--mm-ink);background:var(--mm-paper);border:1px solid var(--mm-muted);border-radius:3px;padding:0 .4rem}
& table{display:table;width:100%;margin:.8em 0;overflow:visible;font-size:.875rem;font-variant-numeric:tabular-nums}
& :is(th, td){min-width:0;padding:.25rem .4rem;text-align:right;font-weight:400}
& :first-child:is(th, td){text-align:left}
& tbody th{color:var(--c);font-weight:600}
& tfoot *{font-weight:600;border-top:1px solid var(--mm-muted)}
& .bar{display:flex;height:1.1rem;border:1px solid var(--mm-muted);background:var(--mm-paper);overflow:hidden}
& .bar i{flex:none;background:var(--c);forced-color-adjust:none;border-right:2px solid var(--mm-paper);box-sizing:border-box}
& .over{color:var(--mm-image);font-weight:600}
& input:invalid{outline:2px solid var(--mm-image)}
& caption{text-align:left;font-size:.8125rem;color:var(--mm-muted)}
@container (width < 30rem){& :is(th, td):nth-child(4){display:none}& :is(th, td){padding:.25rem .15rem;font-size:.8125rem}}
}`;
const KV = 2 * 32 * 8 * 128 * 2; // bytes a token
const { ceil, max, min, round } = Math;
const whole = n => round(n).toLocaleString("en-US");
const unit = (n, units) => {
  const [size, name] = units.find(([size]) => n >= size) || units.at(-1);
  return `${+(n / size).toPrecision(3)} ${name}`;
};
const short = n => n < 1e4 ? whole(n) : unit(n, [[1e18, "quintillion"], [1e15, "quadrillion"], [1e12, "trillion"], [1e9, "billion"], [1e6, "million"], [1e3, "thousand"]]);
const bytes = n => unit(n, [[2 ** 40, "TiB"], [2 ** 30, "GiB"], [2 ** 20, "MiB"]]);
const share = p => p > 0 && p < .001 ? "<0.1%" : p >= 10 ? `${whole(p)} ×`
  : `${p < 1 ? min(99.9, round(1000 * p) / 10) : round(100 * p)}%`;

const number = (name, words, value, most, step = 1) =>
  `<label>${words}<input type=number name=${name} value=${value} min=0 max=${most} step=${step} inputmode=decimal></label>`;
const choice = (name, words, options) =>
  `<label>${words}<select name=${name}>${options.map(([v, text, on]) => `<option value=${v}${on ? " selected" : ""}>${text}`).join("")}</select></label>`;
const group = (key, title, fields) => `<fieldset style="--c:var(--mm-${key})"><legend>${title}</legend>${fields}</fieldset>`;
const grids = [[14, "14 (no merging)"], [16, "16 (ViT-B/16)"], [28, "28 (14, merged 2 × 2)", 1], [32, "32 (16, merged 2 × 2)"]];

function build(root) {
  root.innerHTML = `<style>${CSS}</style><form aria-label="Token calculator">${
    group("text", "Text", number("words", "words", 500, 1e6) + number("perword", "tokens per word", 1.3, 10, .1))}${
    group("image", "Image", number("pictures", "pictures", 1, 1000) + number("side", "side, pixels", 1024, 8192) + choice("patch", "pixels per token side", grids))}${
    group("sound", "Sound", number("seconds", "seconds", 60, 36e3) + choice("rate", "tokens per second", [[12.5, "12.5 (one per frame)"], [50, "50 (Whisper)", 1], [100, "100 (Mimi, flat)"], [600, "600 (EnCodec, flat)"]]))}${
    group("video", "Video", number("clip", "seconds", 60, 36e3) + number("fps", "frames per second", 2, 30, .5) + number("frame", "side, pixels", 448, 2048) + choice("vpatch", "pixels per token side", grids) + choice("depth", "frames per token", [[1, "1"], [2, "2", 1], [4, "4"], [8, "8"]]))}${
    group("ink", "Model", choice("window", "context window", [[32768, "32,768"], [131072, "131,072", 1], [1048576, "1,048,576"]]))}</form>
<div class=bar aria-hidden=true></div>
<table><caption>Cost by modality</caption><thead><tr><td><th scope=col>tokens<th scope=col>share<th scope=col>own pairs<th scope=col>memory</thead><tbody></tbody><tfoot></tfoot></table><p role=status></p>`;
  const [form, bar, table, status] = ["form", ".bar", "table", "[role=status]"].map(s => root.querySelector(s));
  form.onsubmit = event => event.preventDefault();
  const update = () => {
    const get = name => {
      const field = form.elements[name];
      const n = min(max(+field.value || 0, 0), +field.max || Infinity);
      return +field.step ? ceil(n / field.step - 1e-9) * field.step : n;
    };
    const square = (side, patch) => ceil(get(side) / get(patch)) ** 2;
    const window = get("window");
    const rows = [
      ["text", get("words") * get("perword")],
      ["image", get("pictures") * square("side", "patch")],
      ["sound", ceil(get("seconds") * get("rate"))],
      ["video", ceil(get("clip") * get("fps") / get("depth")) * square("frame", "vpatch")],
    ].map(([name, n]) => [name, max(0, ceil(n - 1e-9))]);
    const total = rows.reduce((sum, [, n]) => sum + n, 0);
    const cells = n => `<td>${whole(n)}<td>${share(n / window)}<td>${short(n * n)}<td>${bytes(n * KV)}`;
    table.tBodies[0].innerHTML = rows.map(([name, n]) => `<tr style="--c:var(--mm-${name})"><th scope=row>${name}${cells(n)}`).join("");
    table.tFoot.innerHTML = `<tr><th scope=row>all${cells(total)}`;
    bar.innerHTML = rows.map(([name, n]) => `<i style="--c:var(--mm-${name});width:${100 * n / max(window, total)}%"></i>`).join("");
    status.className = total > window ? "over" : "";
    status.textContent = (total > window
      ? `Too long by ${whole(total - window)} tokens: the window holds ${whole(window)}.`
      : `${whole(total)} tokens, ${share(total / window)} of the window.`)
      + ` Attention compares ${short(total * total)} pairs in each head of each layer; keys and values take ${bytes(total * KV)}.`
      + (form.matches(":invalid") ? " Marked fields are not allowed; the next allowed number counts." : "");
  };
  form.oninput = update;
  update();
}

for (const root of document.querySelectorAll("[data-explorable=tokens]")) {
  root.hidden = false; // or it is never seen
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(e => e.isIntersecting)) return;
    observer.disconnect();
    build(root);
  }, { rootMargin: "600px" }).observe(root);
}
