"use strict";
// A message, a log or the file of a workstation, and the conversation that leads from there
// to the cause. Nothing of it is kept by the station: a turn holds the whole conversation.
const MOST_LOG = 32 * 1024 * 1024; // bytes of a log that the station reads
const PASTED = 5; // lines from which on a text is a log
const asking = { again: null, turn: null };

const quiet = (name, text) => (text ? el("span", { class: "quiet" }, colon(name, text)) : "");
const shownBy = (preset) => (preset ? el("span", {}, `${t("shows")} `, el("button", { type: "button", disabled: !state.bench.authority, onclick: () => put(preset) }, preset)) : "");
const causeItem = (c) => el("li", {}, el("strong", {}, c.rule), ` ${c.title}`, c.cause ? el("span", { class: "quiet" }, c.cause) : "", quiet(t("remedy"), c.remedy), shownBy(c.preset));
const leadButton = (message) => el("button", { type: "button", class: "lead", onclick: () => converse({ message, support: $("support").checked }) }, t("lead"));

// answers shows what was found, and how to ask for it again in the other language.
function answers(again, ...children) {
  asking.again = again;
  asking.turn = null;
  $("answer").replaceChildren(...children.filter(Boolean));
}

async function explain() {
  const message = $("message").value;
  if (message.trim().split("\n").length >= PASTED) {
    const log = await call("POST", `/v1/explain/log?lang=${state.lang}`, undefined, message.trimEnd() + "\n");
    if (log.causes.length) { showLogAnswer(log, "", explain); return; }
  }
  const a = await call("POST", `/v1/explain?lang=${state.lang}`, { message });
  answers(explain, a.asks ? el("p", {}, leadButton(message)) : "", a.matches.length === 0 ? el("p", {}, t("nothing")) : el("ul", {}, ...a.matches.map((m) => el("li", {},
    el("strong", {}, [m.name, m.text || m.meaning].filter(Boolean).join(" · ")), ` (${m.sure ? t("sure") : t("near")})`, el("ul", {}, ...m.causes.map(causeItem))))));
}

function seen(s) {
  const where = s.times > 1 ? `${t("line")} ${s.line}, ${t("upTo")} ${s.last} (${s.times} ×)` : `${t("line")} ${s.line}`;
  return el("li", {}, `${where}${state.lang === "fr" ? " : " : ": "}`, el("code", {}, s.token), s.sure ? "" : ` (${t("toConfirm")})`);
}

// showLogAnswer shows what a log says: of the log itself, the numbers of its lines.
function showLogAnswer(log, name, again) {
  answers(again, el("p", {}, name ? colon(name, `${log.lines} ${t("linesRead")}`) : `${log.lines} ${t("linesRead")}`, log.causes.length ? "" : ` · ${t("namesNothing")}`),
    el("ol", {}, ...log.causes.map((c) => el("li", {}, c.causes.length ? el("strong", {}, `${c.causes[0].rule} ${c.causes[0].title}`) : el("strong", {}, c.meaning),
      el("ul", {}, ...c.seen.map(seen)), c.causes.length ? el("details", {}, el("summary", {}, t("whatToDo")), el("ul", {}, ...c.causes.map(causeItem)), leadButton(c.seen[0].token)) : ""))),
    log.not_read.length ? el("p", {}, t("notRead")) : "", log.not_read.length ? el("ul", {}, ...log.not_read.map((n) => el("li", {}, n))) : "");
}

function showWorkstation(w, name, again) {
  answers(again, el("p", {}, badge(w.verdict), ` ${name}${w.day ? ` · ${w.day}` : ""}`),
    el("ul", {}, ...w.findings.map((f) => el("li", {}, el("strong", {}, f.id), ` ${f.text}`, quiet(t("cause"), f.cause), quiet(t("remedy"), f.remedy)))),
    el("details", {}, el("summary", {}, `${t("checks")} (${w.checks.length})`), el("ul", {}, ...w.checks.map((c) => el("li", {}, colon(c.title, c.text))))),
    w.problems.length ? el("p", {}, t("notRead")) : "", w.problems.length ? el("ul", {}, ...w.problems.map((p) => el("li", {}, p))) : "");
}

// file is the file of a workstation or, what is none, a log.
async function takeFile(file) {
  if (!file) return;
  const again = () => takeFile(file);
  const head = (await file.slice(0, 64).text()).replace("\uFEFF", "").trimStart();
  let why = null; // it is the file of no workstation
  if (head.startsWith("{")) {
    try {
      showWorkstation(await call("POST", `/v1/workstation?lang=${state.lang}`, undefined, file), file.name, again);
      return;
    } catch (e) { why = e; }
  }
  const log = await call("POST", `/v1/explain/log?lang=${state.lang}`, undefined, file.slice(0, MOST_LOG));
  if (why && log.causes.length === 0) throw why;
  if (file.size > MOST_LOG) log.not_read.push(t("cutAt"));
  showLogAnswer(log, file.name, again);
}

// converse gives a turn back and shows the next.
function converse(turn) {
  return guarded(async () => {
    asking.turn = await call("POST", `/v1/ask?lang=${state.lang}`, turn);
    asking.again = () => converse({ ...asking.turn, answer: "" });
    showTurn(asking.turn);
  });
}

const reply = (answer) => converse({ ...asking.turn, answer });

function showTurn(turn) {
  const told = turn.answers.length ? el("p", { class: "quiet" }, colon(t("answered"), turn.answers.length)) : "";
  const head = el("h3", { tabindex: "-1", id: "question" }, turn.done ? (turn.causes.length ? t("established") : t("noneEstablished")) : turn.question.text);
  const parts = turn.done ? conclusion(turn) : question(turn.question, turn);
  $("answer").replaceChildren(...[told, head, turn.problem ? el("p", { role: "alert" }, turn.problem) : "", ...parts].filter(Boolean));
  head.focus();
}

function question(q, turn) {
  const ways = [el("button", { type: "button", onclick: () => reply("?") }, t("dontKnow"))];
  if (turn.answers.length) ways.push(el("button", { type: "button", onclick: () => reply("<") }, t("backOne")));
  const input = el("input", { id: "typed", autocomplete: "off", "aria-describedby": "form" });
  const form = q.choices.length ? el("div", { class: "actions", role: "group", "aria-labelledby": "question" }, ...q.choices.map((c) => el("button", { type: "button", class: "choice", onclick: () => reply(c.value) }, c.text)))
    : el("form", { class: "actions", onsubmit: (e) => { e.preventDefault(); reply(input.value.trim() || "?"); } }, el("label", { class: "grow" }, el("span", {}, t("yourAnswer")), input, el("span", { class: "quiet", id: "form" }, q.form)), el("button", { type: "submit" }, t("reply")));
  return [form, el("div", { class: "actions" }, ...ways), el("p", { class: "quiet" }, colon(t("possible"), q.remaining))];
}

function conclusion(turn) {
  const titled = (r) => el("li", {}, el("strong", {}, r.rule), ` ${r.title}`);
  return [
    el("ul", {}, ...turn.causes.map((c) => el("li", {}, el("strong", {}, c.rule), ` ${c.title}`, quiet(t("check"), c.check), quiet(t("remedy"), c.remedy), quiet(t("callThem"), c.contact)))),
    turn.open.length ? el("p", {}, t("stillOpen")) : "", turn.open.length ? el("ol", {}, ...turn.open.map(titled)) : "",
    turn.more_with_support ? el("p", {}, el("button", { type: "button", onclick: () => { $("support").checked = true; converse({ ...turn, support: true, answer: "" }); } }, t("onward"))) : "",
    el("h3", {}, t("ticket")), el("pre", { id: "ticket" }, turn.ticket),
    el("div", { class: "actions" }, copyButton(turn.ticket, t("copy"), `${t("copy")} ${t("ticket")}`), turn.answers.length ? el("button", { type: "button", onclick: () => reply("<") }, t("backOne")) : ""),
  ];
}

$("asking").addEventListener("submit", (e) => { e.preventDefault(); guarded(explain); });
$("workstation").addEventListener("change", (e) => guarded(() => takeFile(e.target.files[0])));
$("drop").addEventListener("dragover", (e) => e.preventDefault());
$("drop").addEventListener("drop", (e) => { e.preventDefault(); guarded(() => takeFile(e.dataTransfer.files[0])); });
document.addEventListener("spoken", () => { if (asking.again) guarded(async () => asking.again()); });
