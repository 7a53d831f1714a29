// Names of places and actors, offered while they are typed. Without it the forms work all the same.

const WAIT = 200; // milliseconds after the last key

for (const field of document.querySelectorAll("input[data-suggest]")) offer(field);

function offer(field) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-names`;
  field.after(list);
  field.setAttribute("list", list.id);
  let timer;
  let latest = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = field.value.trim();
      const turn = ++latest;
      if (typed.length < 2) return list.replaceChildren();
      const found = await names(typed, field.dataset.suggest);
      if (turn === latest) list.replaceChildren(...found.map((name) => new Option(name, name)));
    }, WAIT);
  });
}

async function names(typed, kind) {
  const wanted = kind === "place" ? "Place" : "Actor";
  try {
    const answer = await fetch(`/reconcile/suggest/entity?prefix=${encodeURIComponent(typed)}&type=${wanted}`);
    if (!answer.ok) return [];
    const { result } = await answer.json();
    return [...new Set(result.map((one) => one.name))].slice(0, 12);
  } catch {
    return []; // the server is gone: nothing is offered
  }
}
