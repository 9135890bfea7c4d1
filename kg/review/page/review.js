"use strict";
// The page of `kg review --browser`. All text reaches the page through textContent; offsets count code points.

const at = (id) => document.getElementById(id);
let state = null;
let letters = [];
let current = 0;
let busy = false;

function setBusy(now) {
  busy = now;
  document.documentElement.dataset.busy = now ? "yes" : "no";
}

async function ask(what, given) {
  const options = given && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...given, version: state.version }),
  };
  const answer = await fetch(what, options);
  return { ok: answer.ok, ...(await answer.json()) };
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

// -- drawing

function take(next) {
  if (!state || state.article !== next.article) letters = Array.from(next.article);
  state = next;
  document.title = `Review · ${next.file}`;
  at("file").textContent = next.file;
}

function draw() {
  const left = state.rows.filter((row) => row.review === "Candidate").length;
  at("count").textContent = state.rows.length === 0 ? "no rows" : left ? `${left} of ${state.rows.length} to judge` : `all ${state.rows.length} judged`;
  drawRows();
  drawText();
}

function drawRows() {
  at("rows").replaceChildren(
    ...state.rows.map((row, number) => {
      const item = element("li", row.review);
      item.dataset.row = String(number);
      item.setAttribute("aria-current", String(number === current));
      item.append(element("p", "head", `${row.id} · ${row.review}`));
      for (const said of row.says) item.append(element("p", "says", said));
      item.append(element("p", "", row.beside.join("; ")));
      if (row.note) item.append(element("p", "note", row.note));
      item.addEventListener("click", () => go(number));
      return item;
    }),
  );
  at("rows").children[current]?.scrollIntoView({ block: "center" });
}

// Cut the text where any span begins or ends; a stretch shows the current row's span, else how its row was judged.
function drawText() {
  const cuts = new Set([0, letters.length]);
  for (const row of state.rows) for (const span of row.spans) cuts.add(span.start).add(span.end);
  const places = [...cuts].sort((a, b) => a - b);
  const covering = (start, row) => row.spans.filter((span) => span.start <= start && start < span.end).map((span) => span.kind);
  const order = ["date", "attribution", "quote"];
  const parts = [];
  for (let index = 0; index + 1 < places.length; index++) {
    const [start, end] = [places[index], places[index + 1]];
    const text = letters.slice(start, end).join("");
    const rows = state.rows.map((row, number) => number).filter((number) => covering(start, state.rows[number]).length);
    if (!rows.length) {
      parts.push(document.createTextNode(text));
      continue;
    }
    const mine = rows.includes(current) ? covering(start, state.rows[current]) : [];
    const open = rows.find((number) => state.rows[number].review === "Candidate");
    const kind = order.find((each) => mine.includes(each)) || state.rows[open ?? rows[0]].review;
    const mark = element("mark", kind, text);
    mark.addEventListener("click", () => go(rows[(rows.indexOf(current) + 1) % rows.length]));
    parts.push(mark);
  }
  at("article").replaceChildren(...parts);
  at("article").querySelector("mark.quote")?.scrollIntoView({ block: "center" });
}

// -- acting

function go(number) {
  if (!state.rows.length) return;
  current = Math.max(0, Math.min(number, state.rows.length - 1));
  at("message").textContent = "";
  draw();
}

function nextOpen() {
  const count = state.rows.length;
  for (let step = 1; step <= count; step++) {
    const number = (current + step) % count;
    if (state.rows[number].review === "Candidate") return number;
  }
  return current;
}

async function change(what, given, problems) {
  if (busy) return null;
  setBusy(true);
  try {
    const answer = await ask(what, given);
    if (answer.state) take(answer.state);
    problems.textContent = (answer.faults || []).join("\n");
    if (answer.ok && answer.row) current = Math.max(0, state.rows.findIndex((row) => row.id === answer.row));
    current = Math.max(0, Math.min(current, state.rows.length - 1));
    draw();
    return answer;
  } catch {
    problems.textContent = "not written: kg review is no longer running; start it again, everything before is in the file";
    return null;
  } finally {
    setBusy(false);
  }
}

async function judge(review) {
  const row = state.rows[current];
  const answer = row && (await change("judge", { row: row.id, review }, at("message")));
  if (answer?.ok) go(nextOpen());
}

function edit() {
  if (!state.rows.length) return;
  at("editing").textContent = `Edit ${state.rows[current].id}`;
  at("written").value = state.rows[current].text;
  at("refused").textContent = "";
  at("editor").showModal();
  at("written").focus();
}

async function save() {
  const answer = await change("edit", { row: state.rows[current].id, text: at("written").value }, at("refused"));
  if (answer?.ok) at("editor").close();
}

async function undo() {
  const answer = await change("undo", {}, at("message"));
  if (answer?.ok && !answer.row) at("message").textContent = "there is nothing to undo";
}

async function quit() {
  try {
    await ask("stop", {});
  } catch {
    // It was gone already.
  }
  document.body.replaceChildren(element("p", "", "Everything is written. This page can be closed."));
  document.removeEventListener("keydown", pressed);
}

const KEYS = {
  a: () => judge("Accepted"), r: () => judge("Rejected"), e: edit, u: undo, q: quit,
  n: () => go(current + 1), p: () => go(current - 1), ArrowDown: () => go(current + 1), ArrowUp: () => go(current - 1),
};

function pressed(event) {
  if (at("editor").open) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

document.addEventListener("keydown", pressed);
for (const button of document.querySelectorAll("button[data-key]")) button.addEventListener("click", () => KEYS[button.dataset.key]());
at("save").addEventListener("click", save);
at("cancel").addEventListener("click", () => at("editor").close());

ask("state").then((first) => {
  take(first);
  current = Math.max(0, state.rows.findIndex((row) => row.review === "Candidate"));
  draw();
  setBusy(false);
  document.documentElement.dataset.ready = "yes";
});
