"use strict";
// The page of a farm: it asks every two seconds and changes nothing. What stations say of
// themselves comes into the page as text alone.
const words = {
  farm: ["ferme", "farm"], stations: ["Stations", "Stations"], runs: ["Déroulements en cours", "Runs"],
  leases: ["Baux", "Leases"], results: ["Derniers résultats", "Last results"],
  none: ["rien", "nothing"], name: ["nom", "name"], does: ["fait", "does"], readers: ["lecteurs (bail)", "readers (lease)"],
  labels: ["étiquettes", "labels"], version: ["version", "version"], done: ["parts faites", "shards done"],
  waits: ["● attend", "● waits"], drains: ["◐ se vide", "◐ drains"], part: ["▲ part", "▲ shard"], once: ["présente un code", "presents a code"],
  run: ["déroulement", "run"], ended: ["finies", "ended"], lost: ["perdues", "lost"], shards: ["parts", "shards"], waiting: ["en attente ou en cours", "waiting or running"],
  what: ["de quoi", "of what"], station: ["station", "station"], number: ["numéro", "number"], shard: ["part", "shard"],
  outcome: ["issue", "outcome"], ok: ["● réussie", "● passed"], failed: ["■ en échec :", "■ failed:"], isLost: ["■ perdue :", "■ lost:"],
  live: ["● à jour", "● live"], gone: ["■ hors d'atteinte", "■ out of reach"],
};
let lang = new URLSearchParams(location.search).get("lang") || (navigator.language.startsWith("fr") ? "fr" : "en");
const t = (key) => words[key][lang === "fr" ? 0 : 1];
const $ = (id) => document.getElementById(id);

function cell(tag, content, kind) {
  const c = document.createElement(tag);
  c.textContent = content;
  if (kind) c.className = kind;
  if (tag === "th") c.scope = "col";
  return c;
}

function table(place, heads, rows) {
  const at = $(place);
  if (rows.length === 0) {
    at.replaceChildren(cell("p", t("none"), "quiet"));
    return;
  }
  const out = document.createElement("table");
  const head = out.createTHead().insertRow();
  heads.forEach((h) => head.append(cell("th", t(h))));
  const body = out.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((c) => line.append(Array.isArray(c) ? cell("td", c[0], c[1]) : cell("td", c)));
  }
  at.replaceChildren(out);
}

function doing(s) {
  if (s.working) {
    const w = s.working;
    return [`${t("part")} ${w.index}/${w.total}, ${w.run}${w.once ? ", " + t("once") : ""}`, "warning"];
  }
  return s.draining ? [t("drains"), "incomplete"] : [t("waits"), "ok"];
}

function outcome(o) {
  if (o.lost) return [`${t("isLost")} ${lang === "fr" ? o.lost.fr : o.lost.en}`, "blocked"];
  return o.failed ? [`${t("failed")} ${o.failed}`, "blocked"] : [t("ok"), "ok"];
}

function show(farm) {
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-t]").forEach((e) => { e.textContent = t(e.dataset.t); });
  $("lang").textContent = lang === "fr" ? "English" : "Français";
  if (state) $("connection").textContent = t(state);
  if (!farm) return;
  $("counts").textContent = `${farm.stations.length} ${t("stations").toLowerCase()}`;
  table("stations", ["name", "does", "readers", "labels", "version", "done"], farm.stations.map((s) => [
    s.name, doing(s), s.readers.map((r) => `${r.name} (${r.fence || "–"})`).join(", "), (s.labels || []).join(", "), s.version, String(s.done)]));
  table("runs", ["run", "what", "shards", "ended", "lost", "waiting"], farm.runs.map((r) => [
    r.run, r.title, String(r.shards), String(r.ended), [String(r.lost), r.lost ? "blocked" : ""], String(r.waiting)]));
  table("leases", ["what", "station", "number"], farm.leases.map((l) => [l.key, l.station, String(l.number)]));
  table("results", ["run", "shard", "station", "outcome"], farm.results.map((o) => [o.run, `${o.index}/${o.total}`, o.station || "–", outcome(o)]));
}

let last = null;
let state = null; // of the connection: "live" or "gone"
async function look() {
  try {
    const answer = await fetch(`v1/farm?lang=${lang}`);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail);
    last = body;
    $("notice").textContent = "";
    state = "live";
  } catch (e) {
    $("notice").textContent = e.message;
    state = "gone";
  }
  show(last);
  setTimeout(look, 2000);
}
$("lang").addEventListener("click", () => {
  lang = lang === "fr" ? "en" : "fr";
  show(last);
});
show(null);
look();
