// What a mark says, shown beside it on hover and focus, and arrow keys from mark to mark; a finger sees it with the first
// touch, and follows the mark with the second. Without this the browser shows the title of the mark.

const lanes = document.querySelector(".lanes");
if (lanes) enhance(lanes);

// On a narrow screen the newest first: the last mark stands near the edge.
function newest(lanes, marks) {
  const edge = Math.max(0, ...marks.filter((mark) => !mark.closest(".undated")).map((mark) => mark.getBoundingClientRect().right));
  lanes.scrollLeft = edge - lanes.getBoundingClientRect().right + 40;
}

function enhance(lanes) {
  const marks = [...lanes.querySelectorAll("a.mark")];
  const saying = document.createElement("div");
  saying.className = "saying";
  saying.hidden = true;
  saying.setAttribute("aria-hidden", "true"); // the name of the mark says the same
  document.body.append(saying);
  newest(lanes, marks);
  let touched = null;

  for (const mark of marks) {
    const title = mark.querySelector("title");
    mark.setAttribute("aria-label", title.textContent);
    title.remove(); // else it is shown twice
  }
  lanes.addEventListener("pointerover", (event) => show(event.target.closest("a.mark")));
  lanes.addEventListener("pointerleave", (event) => event.pointerType === "touch" || hide());
  lanes.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    if (event.pointerType !== "touch" || !mark || mark === touched) return;
    event.preventDefault();
    touched = mark;
    show(mark, "Touch it once more to follow it.");
  });
  lanes.addEventListener("focusin", (event) => show(event.target.closest("a.mark")));
  lanes.addEventListener("focusout", hide);
  lanes.addEventListener("scroll", hide);
  lanes.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = marks.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    marks[at + step]?.focus();
  });

  function show(mark, hint = "") {
    if (!mark) return hide();
    const lines = [...mark.getAttribute("aria-label").split("\n"), hint].filter((line) => line.trim());
    saying.className = `saying ${[...mark.classList].filter((name) => name !== "mark").join(" ")}`;
    saying.replaceChildren(...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.dir = "auto";
      paragraph.textContent = line;
      if (line.startsWith("“")) paragraph.className = "words";
      return paragraph;
    }));
    saying.hidden = false;
    place(mark.getBoundingClientRect());
  }

  function place(box) {
    const { width, height } = saying.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left + box.width / 2 - width / 2, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + 10 + height < innerHeight;
    saying.style.left = `${left + scrollX}px`;
    saying.style.top = `${(below ? box.bottom + 10 : Math.max(8, box.top - height - 10)) + scrollY}px`;
  }

  function hide() {
    saying.hidden = true;
  }
}
