// Names while they are typed. Without this script every form works as it stands; texts of sources reach the page as text only.
"use strict";
(() => {
  const WAIT = 80; // milliseconds after the last letter
  for (const input of document.querySelectorAll("input[data-suggest]")) suggest(input);

  function suggest(input) {
    const list = document.createElement("ul");
    list.className = "choices";
    list.id = `choices-${input.id}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Names that fit");
    list.hidden = true;
    input.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
    let timer = 0, asked = null, hits = [], at = -1;

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      at = index;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }

    function choose(hit) {
      close();
      if (input.dataset.suggest === "go") { if (hit.page) location.assign(hit.page); } else input.value = hit.id;
    }

    function show() {
      list.replaceChildren(...hits.map((hit, number) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const about = document.createElement("small");
        about.textContent = [hit.type, hit.name && `also named “${hit.name}”`].filter(Boolean).join(" · ");
        item.append(hit.label, about);
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(hit); });
        return item;
      }));
      list.hidden = !hits.length;
      at = -1;
      input.setAttribute("aria-expanded", String(Boolean(hits.length)));
    }

    async function ask() {
      const text = input.value.trim();
      asked?.abort();
      if (text.length < 2) { hits = []; show(); return; }
      asked = new AbortController();
      try {
        const answer = await fetch(`/?${new URLSearchParams({ q: text, limit: "8", format: "json" })}`, { signal: asked.signal });
        if (!answer.ok) return;
        const found = await answer.json();
        if (input.value.trim() === text && document.activeElement === input) { hits = found.hits; show(); }
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark((at + (event.key === "ArrowDown" ? 1 : -1) + hits.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % hits.length);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        choose(hits[at]);
      } else if (event.key === "Escape") close();
    });
  }
})();
