// Marks in the text what an address, the pointer or the focus points at. Offsets are Unicode code points of the article,
// whose text is that of the pieces (.g) in their order.

const text = document.querySelector(".text");
const sheet = document.querySelector(".sheet");
const pieces = [...text.querySelectorAll(".g")];
const starts = [];
let end = 0;
for (const piece of pieces) {
  starts.push(end);
  end += length(piece.textContent);
}

const spans = (words) => (words ? words.split(" ").map((one) => one.split(",").map(Number)) : []);
const statements = [...document.querySelectorAll(".said .statement")].map((row) => ({
  row,
  id: row.dataset.id,
  content: spans(row.dataset.content),
  all: [row.dataset.source, row.dataset.cue, row.dataset.content].flatMap(spans),
}));
const mentions = new Map(
  [...document.querySelectorAll("[data-mention]")].map((one) => [
    one.dataset.mention,
    { row: one.closest(".statement"), all: [one.dataset.trigger, one.dataset.time].flatMap(spans) },
  ]),
);

/** In code points. */
function length(words) {
  return /[\ud800-\udbff]/.test(words) ? [...words].length : words.length;
}

/** The number of the piece in which an offset lies. */
function at(offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Cut a piece in two where a span ends that the graph does not have. */
function cut(offset) {
  const number = at(offset);
  if (offset <= starts[number] || offset >= end) return;
  const piece = pieces[number];
  const words = [...piece.textContent];
  const rest = piece.cloneNode(false);
  rest.removeAttribute("id");
  rest.textContent = words.slice(offset - starts[number]).join("");
  piece.textContent = words.slice(0, offset - starts[number]).join("");
  piece.after(rest);
  pieces.splice(number + 1, 0, rest);
  starts.splice(number + 1, 0, offset);
}

/** Give the pieces of spans a class, and take it from all others. The first of them is returned. */
function mark(name, all) {
  for (const piece of text.querySelectorAll(`.${name}`)) piece.classList.remove(name);
  let first = Infinity;
  for (const [from, to] of all) {
    if (!(from < to && from < end)) continue;
    cut(from);
    cut(to);
    for (let number = at(from); number < pieces.length && starts[number] < to; number++) {
      pieces[number].classList.add(name);
      first = Math.min(first, starts[number]);
    }
  }
  return first < end ? pieces[at(first)] : undefined;
}

/** The statement whose words lie most closely around a span. */
function innermost(from, to) {
  let found;
  let least = Infinity;
  for (const one of statements) {
    for (const [start, stop] of one.content) {
      if (start <= from && to <= stop && stop - start < least) {
        least = stop - start;
        found = one;
      }
    }
  }
  return found ?? statements.find((one) => one.all.some(([start, stop]) => start <= from && to <= stop));
}

/** Show which claim is meant, in the column beside the text where there is one. */
function choose(row) {
  for (const old of document.querySelectorAll(".statement[aria-current]")) old.removeAttribute("aria-current");
  row?.setAttribute("aria-current", "true");
  const column = document.querySelector(".said");
  if (row && column.scrollHeight > column.clientHeight) {
    column.scrollTop += row.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight / 4;
  }
}

function close() {
  sheet.hidden = true;
}

function showBelow(row) {
  if (!row) return close();
  const shown = row.cloneNode(true);
  shown.removeAttribute("id");
  shown.removeAttribute("aria-current");
  const button = document.createElement("button");
  button.className = "plain close";
  button.textContent = "Close";
  button.addEventListener("click", close);
  sheet.replaceChildren(button, shown);
  sheet.hidden = false;
}

function follow() {
  let fragment = location.hash.slice(1);
  try {
    fragment = decodeURIComponent(fragment);
  } catch {
    return; // no address of ours
  }
  const place = /^char=(\d+),(\d+)$/.exec(fragment);
  const known = statements.find((one) => one.id === fragment) ?? mentions.get(fragment);
  const all = place ? [[Number(place[1]), Number(place[2])]] : known?.all;
  if (!all?.length) return;
  const first = mark("found", all);
  choose((known ?? innermost(...all[0]))?.row);
  close();
  first?.scrollIntoView({ block: "center" });
}

for (const one of statements) {
  const light = () => mark("lit", one.all);
  const unlight = () => mark("lit", []);
  one.row.addEventListener("pointerenter", light);
  one.row.addEventListener("pointerleave", unlight);
  one.row.addEventListener("focusin", light);
  one.row.addEventListener("focusout", unlight);
}

text.addEventListener("click", (event) => {
  const piece = event.target.closest(".g");
  if (!piece || event.target.closest("a") || !getSelection().isCollapsed) return;
  const start = starts[pieces.indexOf(piece)];
  const found = innermost(start, start + 1);
  mark("found", found?.all ?? []);
  choose(found?.row);
  showBelow(found?.row);
  if (found) history.replaceState(null, "", `#${found.id}`);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
// The same address again: browsers tell nobody.
document.addEventListener("click", (event) => {
  if (location.hash && event.target.closest?.("a")?.hash === location.hash) follow();
});
new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || close()).observe(text);
addEventListener("hashchange", follow);
document.documentElement.classList.add("scripted");
follow();
