"use strict";
const $ = (id) => document.getElementById(id);
const state = { bench: null, presets: [], kinds: [], reader: 1, records: [], rows: new Map(), last: 0, evidence: [], paused: false, lang: "en", token: "", verdict: null, stream: null };
const OF_FILE = new Set(["SELECT", "READ", "GET-RESPONSE"]);
const KEPT = 500; // rows of the log in the page

// store keeps what the user chose, where the browser allows it.
const store = {
  get: (k) => { try { return sessionStorage.getItem(k) || ""; } catch { return ""; } },
  set: (k, v) => { try { sessionStorage.setItem(k, v); } catch { /* it lasts for this page */ } },
};
const t = (key) => WORDS[state.lang][key];
const colon = (name, text) => name + (state.lang === "fr" ? " : " : ": ") + text;
const said = (words) => (words ? words[state.lang] : "");

// el makes an element: attributes, then children, which are text unless they are elements.
function el(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) {
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (v !== undefined && v !== false) e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.filter((c) => c !== "" && c !== undefined && c !== null));
  return e;
}

async function call(method, path, body, raw) {
  const headers = { "Accept-Language": state.lang, "Cpslab-By": "console" };
  if (state.token) headers.Authorization = "Bearer " + state.token;
  const init = { method, headers };
  if (raw) init.body = raw;
  else if (body !== undefined) { init.body = JSON.stringify(body); headers["Content-Type"] = "application/json"; }
  const res = await fetch(path, init);
  const answer = await res.json();
  if (!res.ok) throw new Error(answer.detail + (answer.hint ? " → " + answer.hint : ""));
  return answer;
}

function notice(text) { $("notice").textContent = text; }

async function guarded(work) {
  try { notice(""); await work(); } catch (e) { notice(e.message); }
}

function badge(verdict) {
  return el("span", { class: "badge " + verdict }, `${GLYPHS[verdict] || "?"} ${WORDS[state.lang].verdicts[verdict] || verdict}`);
}

// later does one thing after another: nobody asks for a card that is being moved.
let underWay = Promise.resolve();
let waiting = 0;
function later(work) {
  waiting++;
  document.body.setAttribute("aria-busy", "true");
  underWay = underWay.then(() => guarded(work)).then(() => { if (--waiting === 0) document.body.removeAttribute("aria-busy"); });
  return underWay;
}

// act does something to the station, and shows the line that does it again.
function act(kind, value, reader = state.reader) {
  const [method, path, body, ctl, go] = actionOf(kind, reader, value);
  return later(async () => {
    try {
      await call(method, path, body);
      showCopies(linesOf(method, path, body, ctl, go));
    } finally {
      await refresh();
    }
  });
}

// copyButton copies a text.
function copyButton(line, name, label) {
  const b = el("button", { type: "button", "aria-label": label }, name);
  b.addEventListener("click", () => guarded(async () => { await navigator.clipboard.writeText(line); b.textContent = t("copied"); }));
  return b;
}

function showCopies(lines) {
  state.copies = lines;
  $("copying").hidden = false;
  $("copies").replaceChildren(...Object.entries(lines).map(([name, line]) =>
    el("li", {}, el("span", {}, name), el("code", {}, line), copyButton(line, t("copy"), `${t("copy")} ${name}`))));
}

// put inserts a card, or swaps it for what is there.
function put(card, reader = state.reader) {
  const there = state.bench.readers[reader - 1];
  return act(there.inserted ? "swap" : "insert", card, reader);
}

async function refresh() {
  state.bench = await call("GET", "/v1");
  state.snapshots = (await call("GET", "/v1/snapshots")).snapshots;
  show();
  await judge();
}

async function judge() {
  const reader = state.bench.readers[state.reader - 1];
  state.verdict = null;
  state.evidence = [];
  if (reader.inserted) {
    try {
      state.verdict = await call("GET", `/v1/readers/${state.reader}/verdict?lang=${state.lang}`);
      state.evidence = (await call("GET", `/v1/readers/${state.reader}/evidence`)).evidence;
    } catch (e) { state.verdict = { failed: e.message }; }
  }
  showVerdict();
  if (!state.paused) showLog();
}

function show() {
  const { bench } = state;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  document.documentElement.lang = state.lang;
  document.title = t("title");
  $("lang").textContent = t("other");
  if (!bench) { $("card").textContent = t("loading"); return; }
  $("name").textContent = `· « ${bench.name} »`;
  $("counts").textContent = `${bench.readers.length} ${t("readersCount")} · ${bench.readers.reduce((n, r) => n + r.exchanges, 0)} ${t("exchangesCount")}`;
  $("locked").hidden = bench.authority;
  for (const e of document.querySelectorAll("[data-change]")) e.disabled = !bench.authority;
  showReaders();
  showGallery();
  showCard();
  const options = (state.snapshots || []).map((s) => el("option", { value: s.name }, s.name));
  $("snapshots").replaceChildren(...options);
  if (options.length === 0) { $("snapshots").disabled = true; $("restore").disabled = true; }
}

function showReaders() {
  $("readers").replaceChildren(...state.bench.readers.map((r) => {
    const what = r.inserted ? r.card : r.card ? `${t("empty")} (${r.card} ${t("beside")})` : t("empty");
    const b = el("button", { type: "button", "aria-current": r.number === state.reader ? "true" : undefined, onclick: () => choose(r.number) },
      `${r.inserted ? "▣" : "▢"} ${r.number}  ${what}`, r.holder ? ` · ${t("heldBy")} ${r.holder}` : "");
    const li = el("li", {}, b);
    li.addEventListener("dragover", (e) => { e.preventDefault(); li.classList.add("over"); });
    li.addEventListener("dragleave", () => li.classList.remove("over"));
    li.addEventListener("drop", (e) => { e.preventDefault(); li.classList.remove("over"); const card = e.dataTransfer.getData("text/plain"); if (card) put(card, r.number); });
    return li;
  }));
}

function choose(number) {
  if (number > state.bench.readers.length) return;
  state.reader = number;
  show();
  later(judge);
}

function showGallery() {
  const wanted = $("search").value.toLowerCase();
  const known = new Set(state.presets.map((p) => p.name));
  const own = state.bench.cards.filter((c) => !known.has(c.name)).map((c) => ({ name: c.name, title: { fr: c.recipe, en: c.recipe }, verdict: "" }));
  const list = [...own, ...state.presets].filter((p) => (p.name + " " + said(p.title)).toLowerCase().includes(wanted));
  $("gallery").replaceChildren(...list.map((p) => {
    const b = el("button", { type: "button", draggable: "true", disabled: !state.bench.authority, onclick: () => put(p.name), title: `${t("insertInto")} ${state.reader}` },
      el("span", { class: p.verdict, "aria-hidden": "true" }, (GLYPHS[p.verdict] || "▭") + " "), p.name,
      el("small", {}, [WORDS[state.lang].verdicts[p.verdict], said(p.title)].filter(Boolean).join(" · ")));
    b.addEventListener("dragstart", (e) => e.dataTransfer.setData("text/plain", p.name));
    return el("li", {}, b);
  }));
}

function showCard() {
  const r = state.bench.readers[state.reader - 1];
  const c = state.bench.cards.find((one) => one.name === r.card);
  $("t-reader").textContent = `${t("readerWord")} ${r.number} « ${r.name} »`;
  $("remove").disabled = !state.bench.authority || !r.inserted;
  showKeypad(r.asks);
  if (!c || !r.inserted) {
    $("card").replaceChildren(el("p", { class: "quiet" }, c ? `${t("empty")} (${c.name} ${t("beside")})` : t("noCard")));
    $("armed").replaceChildren();
    return;
  }
  const dots = "●".repeat(c.pin.left) + "○".repeat(Math.max(0, c.pin.max - c.pin.left));
  $("card").replaceChildren(el("div", { class: "chip" },
    el("strong", {}, c.name), el("span", {}, c.face), el("span", {}, c.serial),
    c.pin.max === 0 ? "" : el("span", {}, `${t("tries")} `, el("span", { class: "tries", "aria-hidden": "true" }, dots), ` ${c.pin.blocked ? t("blockedCode") : `${c.pin.left}/${c.pin.max}`}`),
    el("span", {}, `${c.exchanges} ${t("exchangesCount")}`)));
  $("armed").replaceChildren(...c.faults.map((f) => el("li", {}, el("code", {}, f.fault), ` ×${f.fired} · ${said(f.does)}`)));
}

// showKeypad has a field while the reader asks for a code.
function showKeypad(asks) {
  $("keypad").hidden = !asks;
  if (!asks) { $("code").value = ""; return; }
  $("asked").textContent = `${t("asksFor")[asks.entry]} (${asks.min} ${t("to")} ${asks.max} ${t("digits")})`;
}

// type types a code at the reader; no line to copy shows it.
function type(body) {
  $("code").value = "";
  return later(async () => {
    try {
      await call("POST", `/v1/readers/${state.reader}/code`, body);
    } finally {
      await refresh();
    }
  });
}

function showVerdict() {
  const v = state.verdict;
  if (!v) { $("verdict").replaceChildren(); return; }
  if (v.failed) { $("verdict").replaceChildren(el("p", {}, colon(t("notJudged"), v.failed))); return; }
  const first = v.findings[0];
  const items = v.findings.map((f) => el("li", { tabindex: "-1", "data-rule": f.id }, el("strong", {}, f.id), ` ${f.text}`, f.cause ? el("span", { class: "quiet" }, colon(t("cause"), f.cause)) : "", f.remedy ? el("span", { class: "quiet" }, colon(t("remedy"), f.remedy)) : "", evidence(f), exchangesOf(f)));
  $("verdict").replaceChildren(el("p", { id: "said" }, badge(v.verdict), first ? ` ${first.text}` : v.failure ? ` ${v.failure}` : ""),
    ...(items.length ? [el("details", {}, el("summary", {}, `${t("findings")} (${items.length})`), el("ul", {}, ...items))] : []));
}

function evidence(f) {
  const values = (f.evidence || []).map((e) => `${e.field} = ${e.value}`).join(" ; ");
  return values ? el("span", { class: "quiet" }, el("code", {}, values)) : "";
}

const took = (x) => (x.ms < 1 ? `${Math.round(x.ms * 1000)} µs` : `${x.ms.toFixed(1)} ms`);

function rowOf(r) {
  const x = r.exchange;
  const time = r.at.slice(11, 23);
  if (!x) return el("tr", { class: "event" }, el("td", {}, r.id), el("td", {}, time), el("td", {}, r.reader || ""), el("td", { colspan: 4 }, [said(r.said), r.card, r.by].filter(Boolean).join(" · ")));
  const answer = x.lost ? colon(t("lost"), said(x.lost)) : `${x.sw} ${said(x.means)}`;
  const open = el("button", { type: "button", onclick: () => guarded(() => detail(r.id)) }, said(x.command));
  return el("tr", { class: x.faults ? "fired" : undefined }, el("td", {}, r.id), el("td", {}, time), el("td", {}, r.reader || ""), el("td", {}, open), el("td", {}, x.file || ""),
    el("td", {}, answer, x.faults ? ` ⚡ ${t("faultMark")} ${x.faults.join(", ")}` : "", ...rulesOf(r)), el("td", {}, took(x)));
}

const matches = (r) => { const wanted = $("filter").value.toLowerCase(); return !wanted || JSON.stringify(r).toLowerCase().includes(wanted); };

function showLog() {
  $("log").replaceChildren(...state.records.filter(matches).slice().reverse().map(rowOf));
}

const spaced = (hex) => hex.replace(/../g, "$& ").trim();

// basesOf are what of the verdict rests on an exchange.
const basesOf = (r) => (r.exchange ? state.evidence.filter((b) => b.card === r.card && (b.file ? b.file === r.exchange.file && OF_FILE.has(r.exchange.op) : b.ops.includes(r.exchange.op))) : []);

// rulesOf are the marks of an exchange that findings rest on; each leads to its finding.
const rulesOf = (r) => basesOf(r).map((b) => el("button", { type: "button", class: "rule", onclick: () => finding(b.rule), "aria-label": `${t("toFinding")} ${b.rule}` }, `→ ${b.rule}`));

// finding shows a finding of the verdict, and takes the focus there.
function finding(id) {
  const details = document.querySelector("#verdict details");
  const item = [...document.querySelectorAll("#verdict li")].find((li) => li.dataset.rule === id);
  if (!details || !item) return;
  details.open = true;
  item.focus();
}

// exchangesOf lead from a finding to what was exchanged.
function exchangesOf(f) {
  const numbers = new Set(state.evidence.filter((b) => b.rule === f.id).flatMap((b) => [...b.records, ...state.records.filter((r) => basesOf(r).includes(b)).map((r) => r.id)]));
  const last = [...numbers].sort((a, b) => a - b).slice(-3);
  const based = state.evidence.some((b) => b.rule === f.id);
  if (last.length === 0) return based ? el("span", { class: "quiet" }, t("notYetRead")) : "";
  return el("span", { class: "quiet" }, `${t("seenIn")} `, ...last.map((id) => el("button", { type: "button", class: "rule", onclick: () => guarded(() => detail(id)), "aria-label": `${t("toExchange")} ${id}` }, `#${id}`)));
}

// detail shows one exchange: its bytes, and what they say.
async function detail(id) {
  const d = await call("GET", `/v1/records/${id}`);
  const x = d.record.exchange;
  const close = el("button", { type: "button", onclick: () => { $("detail").hidden = true; $("scroll").focus(); } }, t("close"));
  const rules = rulesOf(d.record);
  $("detail").replaceChildren(...[el("h3", {}, `#${id} ${said(x.command)}${x.file ? " · " + x.file : ""}`),
    el("p", {}, t("sent")), el("pre", {}, spaced(x.sent)),
    el("p", {}, x.lost ? colon(t("lost"), said(x.lost)) : `${t("got")} (${x.length} ${t("bytes")}) ${x.sw} ${said(x.means)} · ${took(x)}`),
    x.got ? el("pre", {}, spaced(x.got)) : "",
    d.fields.length ? el("p", {}, d.content === x.got ? t("says") : `${t("saysWhole")} (${d.content.length / 2} ${t("bytes")})`) : "",
    d.fields.length ? el("ul", { class: "fields" }, ...d.fields.map((f) => el("li", { class: "depth" + Math.min(f.depth, 4) }, el("span", {}, said(f.name)), f.value ? el("code", {}, said(f.value)) : ""))) : "",
    rules.length ? el("p", {}, `${t("feeds")} `, ...rules) : "", el("p", { class: "actions" }, copyButton(`curl "$CPSLAB_CONTROL/v1/records/${id}"`, t("copyLine")), close)].filter(Boolean));
  $("detail").hidden = false;
  $("detail").focus();
}

let pending = 0;
function take(r) {
  state.last = r.id;
  state.records.push(r);
  if (state.records.length > KEPT) state.records.splice(0, state.records.length - KEPT);
  if (!state.paused && matches(r)) {
    $("log").prepend(rowOf(r));
    while ($("log").childElementCount > KEPT) $("log").lastElementChild.remove();
  }
  // What happened changes the rest of the page, too: once for all that comes together.
  if (!pending && (r.exchange || r.by !== "console")) pending = setTimeout(() => { pending = 0; later(refresh); }, 400);
}

function showConnection() {
  if (state.live !== undefined) $("connection").textContent = state.live ? `● ${t("live")}` : `○ ${t("gone")}`;
}

function showDoes() {
  const kind = state.kinds.find((k) => k.name === $("fault").value.split(/[=@,]/)[0]);
  $("does").textContent = kind ? said(kind.does) : "";
}

function follow() {
  if (state.stream) state.stream.close();
  const stream = new EventSource(`/v1/log/events?after=${state.last}`);
  state.stream = stream;
  stream.addEventListener("open", () => { state.live = true; showConnection(); });
  stream.addEventListener("error", () => { state.live = false; showConnection(); });
  stream.addEventListener("record", (e) => take(JSON.parse(e.data)));
}

// keys are one letter or digit, which whoever likes turns off (WCAG 2.1, 2.1.4), and which
// do nothing where somebody writes or answers.
function keys(e) {
  if (!$("shortcuts").checked || e.ctrlKey || e.altKey || e.metaKey || !state.bench) return;
  if (e.target.closest("#answer, textarea, select, input:not([type=checkbox])")) return;
  if (/^[1-9]$/.test(e.key)) choose(Number(e.key));
  else if (e.key.toLowerCase() === "r" && !$("remove").disabled) act("remove");
}

function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) { store.set("token", given); history.replaceState(null, "", location.pathname); }
  state.token = given || store.get("token");
}

async function begin() {
  takeToken();
  state.lang = store.get("lang") || (navigator.language.startsWith("fr") ? "fr" : "en");
  $("shortcuts").checked = store.get("keys") !== "off";
  if (store.get("theme")) document.documentElement.dataset.theme = store.get("theme");
  show();
  await later(async () => {
    state.presets = (await call("GET", "/v1/presets")).presets;
    state.kinds = (await call("GET", "/v1/faults")).faults;
    $("kinds").replaceChildren(...state.kinds.map((k) => el("option", { value: k.example })));
    const log = await call("GET", "/v1/log?most=1000&after=" + Math.max(0, (await call("GET", "/v1")).records - KEPT));
    state.records = log.records;
    state.last = log.records.length ? log.records.at(-1).id : 0;
    await refresh();
    showLog();
    follow();
  });
}

$("remove").addEventListener("click", () => act("remove"));
$("reset").addEventListener("click", () => act("reset"));
$("snapshot").addEventListener("click", () => act("snapshot", "s" + new Date().toISOString().replace(/\D/g, "").slice(0, 14)));
$("restore").addEventListener("click", () => act("restore", $("snapshots").value));
$("arming").addEventListener("submit", (e) => { e.preventDefault(); act("arm", $("fault").value.split(/\s+/).filter(Boolean)); });
$("keypad").addEventListener("submit", (e) => { e.preventDefault(); if ($("code").value) type({ code: $("code").value }); });
$("cancel").addEventListener("click", () => type({ cancel: true }));
$("disarm").addEventListener("click", () => act("arm", []));
$("fault").addEventListener("input", showDoes);
$("shortcuts").addEventListener("change", () => store.set("keys", $("shortcuts").checked ? "on" : "off"));
$("search").addEventListener("input", showGallery);
$("filter").addEventListener("input", showLog);
$("pause").addEventListener("click", () => {
  state.paused = !state.paused;
  $("pause").setAttribute("aria-pressed", String(state.paused));
  if (!state.paused) showLog();
});
$("lang").addEventListener("click", () => {
  state.lang = state.lang === "fr" ? "en" : "fr";
  store.set("lang", state.lang);
  show(); showLog(); showConnection(); showDoes();
  if (state.copies) showCopies(state.copies);
  $("detail").hidden = true;
  later(judge);
  document.dispatchEvent(new Event("spoken"));
});
$("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  store.set("theme", document.documentElement.dataset.theme);
});
$("locked").addEventListener("submit", (e) => {
  e.preventDefault();
  state.token = $("token").value.trim();
  later(async () => {
    await refresh();
    if (!state.bench.authority) { state.token = ""; throw new Error(t("wrongToken")); }
    store.set("token", state.token);
  });
});
document.addEventListener("keydown", keys);
begin();
