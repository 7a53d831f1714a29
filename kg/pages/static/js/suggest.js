// Suggestions under the question, as a combobox. Without this the form works all the same.
// Source: ARIA Authoring Practices Guide, "Combobox", editable, with list autocomplete.

const PATIENCE = 120; // milliseconds without a key before asking
const KINDS = { place: "place", actor: "actor" };

for (const field of document.querySelectorAll("input[data-suggest]")) enhance(field);

function enhance(field) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  field.after(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  let found = [];
  let chosen = -1;
  let timer = 0;
  let running = null;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (position) => {
    chosen = position;
    for (const [index, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(index === chosen));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (position) => {
    field.value = found[position].text;
    window.location.assign(found[position].path);
    close();
  };

  const show = (suggestions) => {
    found = suggestions;
    list.replaceChildren(...found.map((one, index) => option(one, `${list.id}-${index}`)));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? `${found.length} suggestions` : "";
    choose(-1);
  };

  const ask = async () => {
    running?.abort();
    const words = field.value.trim();
    if (!words) return show([]);
    running = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`, { signal: running.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the form still works
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
    if (list.hidden || !found.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const places = found.length + 1; // one of them is the field itself
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    }
  });
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    running?.abort();
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the field focused
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) take([...list.children].indexOf(item));
  });
}

function option(one, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const text = document.createElement("bdi");
  text.textContent = one.text;
  item.append(text);
  if (KINDS[one.kind]) {
    const kind = document.createElement("small");
    kind.textContent = KINDS[one.kind];
    item.append(kind);
  }
  return item;
}
