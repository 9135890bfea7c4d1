"use strict";
// Makes the form an editor, and shows the answer on the page. All of an answer is set as text.
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("asked"), area = $("query"), answer = $("answer"), told = $("told"), rows = $("rows");
  const SHOWN = 1000;
  let editor = null;
  let running = null;

  const text = () => (editor ? editor.getValue() : area.value);
  const make = (tag, content) => {
    const node = document.createElement(tag);
    if (content !== undefined) node.textContent = content;
    return node;
  };

  async function start(address) {
    const terms = await (await fetch(address)).json();
    Object.assign(Yasqe.Autocompleters.property, { get: terms.relations, bulk: false });
    Object.assign(Yasqe.Autocompleters.class, { get: terms.classes, bulk: false });
    Object.assign(Yasqe.Autocompleters.prefixes, { get: terms.prefixes, bulk: false });
    const value = area.value;
    area.hidden = true;
    editor = new Yasqe($("editor"), {
      value, persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false, resizeable: false,
      editorHeight: "24rem", autocompleters: ["prefixes", "property", "class", "variables"],
      extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": () => editor.autocomplete(), Esc: () => editor.getInputField().blur() },
    });
    editor.getInputField().setAttribute("aria-label", "Query");
    editor.setValue(value);
    editor.on("change", () => { area.value = editor.getValue(); });
  }

  async function run() {
    if (running) running.abort();
    running = new AbortController();
    answer.hidden = false;
    told.className = "";
    told.textContent = "Asking …";
    rows.replaceChildren();
    const began = performance.now();
    try {
      const body = new URLSearchParams({ query: text() });
      const accept = "application/sparql-results+json, text/turtle;q=0.9";
      const response = await fetch("/sparql", { method: "POST", body, headers: { Accept: accept }, signal: running.signal });
      const kind = response.headers.get("content-type") || "";
      if (!response.ok) throw new Error((await response.json()).error);
      if (kind.startsWith("text/turtle")) rows.append(make("pre", await response.text()));
      else show(await response.json());
      if (!told.textContent || told.textContent === "Asking …") told.textContent = "Done";
      told.textContent += `, in ${((performance.now() - began) / 1000).toFixed(2)} s`;
      share();
    } catch (error) {
      if (error.name === "AbortError") return;
      told.className = "wrong";
      told.textContent = error.message;
    }
  }

  function show(data) {
    if ("boolean" in data) {
      told.textContent = data.boolean ? "Yes" : "No";
      return;
    }
    const names = data.head.vars, all = data.results.bindings;
    told.textContent = `${all.length} row${all.length === 1 ? "" : "s"}` + (all.length > SHOWN ? `, the first ${SHOWN} shown` : "");
    const table = make("table"), head = make("tr"), body = make("tbody");
    for (const name of names) {
      const cell = make("th", name);
      cell.scope = "col";
      head.append(cell);
    }
    const top = make("thead");
    top.append(head);
    for (const row of all.slice(0, SHOWN)) {
      const line = make("tr");
      for (const name of names) line.append(cellOf(row[name]));
      body.append(line);
    }
    table.append(top, body);
    rows.replaceChildren(table);
  }

  function cellOf(term) {
    const cell = make("td");
    if (!term) return cell;
    cell.textContent = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
    if (term.type === "uri") {
      const home = pageOf(term.value), name = short(term.value);
      if (home) {
        const link = make("a", name);
        link.href = home;
        cell.replaceChildren(link);
      } else cell.textContent = name;
      cell.title = term.value;
    } else if (term["xml:lang"]) cell.lang = term["xml:lang"];
    return cell;
  }

  const prefixes = [...document.querySelectorAll("dt")].map((node) => [node.textContent, node.nextElementSibling.textContent]);
  prefixes.sort((one, other) => other[1].length - one[1].length);
  function short(iri) {
    const found = prefixes.find(([, start]) => iri.startsWith(start));
    return found ? found[0] + iri.slice(found[1].length) : iri;
  }

  // Pages of the explorer, by the prefix of what they are about.
  const PAGES = { ":": "entity", "claim:": "claim", "source:": "source", "kg:": "ontology" };
  function pageOf(iri) {
    const found = prefixes.find(([, start]) => iri.startsWith(start));
    const page = found && PAGES[found[0]], key = found && iri.slice(found[1].length);
    return page && key ? `/${page}/${encodeURIComponent(key).replaceAll("%3A", ":")}` : "";
  }

  function share() {
    const address = "?" + new URLSearchParams({ query: text() });
    if (address.length < 6000) history.replaceState(null, "", address);
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.id !== "run") return;
    event.preventDefault();
    run();
  });
  start(document.currentScript ? document.currentScript.dataset.terms : document.querySelector("script[data-terms]").dataset.terms)
    .catch(() => { area.hidden = false; });
  if (new URLSearchParams(location.search).get("query")) run();
})();
