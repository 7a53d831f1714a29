// Names of actors beside their circles, as large at any zoom, where they hide neither a circle nor one another: those of
// most statements first. One without room is named when it is pointed at.

const SIZE = 12; // pixels
const LINE = 14;
const WIDTH = 20; // letters in a line, about
const LINES = 3;
const NAMED = 250;
const SMALLEST = 6; // pixels that a circle has at least

// Gives a function that names them anew, soon.
export function nameable(graph) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${SIZE}px ${getComputedStyle(document.documentElement).getPropertyValue("--sans")}`;
  const texts = new Map(graph.nodes().map((node) => [node.id(), measured(pen, lines(node.data("name")))]));
  const ranked = graph.nodes().sort((one, other) => rank(other) - rank(one));
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => name(graph, ranked, texts));
  };
}

function rank(node) {
  return (node.hasClass("focus") ? 1e9 : 0) + node.data("statements") * 1000 + node.degree();
}

function name(graph, ranked, texts) {
  const zoom = graph.zoom(), width = graph.width(), height = graph.height();
  graph.batch(() => {
    graph.nodes().style({ "font-size": SIZE / zoom, "text-outline-width": 2.5 / zoom });
    for (const node of graph.nodes()) {
      const size = Math.max(node.data("size"), SMALLEST / zoom);
      if (node.width() !== size) node.style({ width: size, height: size });
    }
    const circles = graph.nodes().map((node) => around(node));
    const taken = [...circles];
    let named = 0;
    for (const node of ranked) {
      const { text, wide, high } = texts.get(node.id());
      const [left, top, right, bottom] = around(node);
      const x = (left + right) / 2, y = (top + bottom) / 2;
      const sides = [
        ["center", "bottom", 0, 3, [x - wide / 2, bottom + 2, x + wide / 2, bottom + 2 + high]],
        ["right", "center", 4, 0, [right + 3, y - high / 2, right + 3 + wide, y + high / 2]],
        ["left", "center", -4, 0, [left - 3 - wide, y - high / 2, left - 3, y + high / 2]],
        ["center", "top", 0, -3, [x - wide / 2, top - 2 - high, x + wide / 2, top - 2]],
      ];
      const inView = right > 0 && bottom > 0 && left < width && top < height;
      sides.sort((one, other) => crossed(node, one) - crossed(node, other));
      const free = inView && named < NAMED && sides.find(([, , , , box]) => inside(box, width, height) && !taken.some((one) => overlap(one, box)));
      const [halign, valign, dx, dy, box] = free || sides[0];
      if (free) {
        taken.push(box);
        named++;
      }
      node.data({ whole: text, shown: free ? text : "", halign, valign, dx: dx / zoom, dy: dy / zoom });
    }
  });
}

// How many ties leave the circle on that side.
function crossed(node, [halign, valign]) {
  const here = node.position();
  return node.connectedEdges().filter((edge) => {
    const there = edge.connectedNodes().not(node).position() ?? here;
    const x = there.x - here.x, y = there.y - here.y;
    const side = Math.abs(x) > Math.abs(y) * 1.5 ? (x > 0 ? "right" : "left") : y > 0 ? "bottom" : "top";
    return side === (halign === "center" ? valign : halign);
  }).length;
}

function around(node) {
  const { x, y } = node.renderedPosition(), half = node.renderedWidth() / 2;
  return [x - half, y - half, x + half, y + half];
}

function inside([left, top, right, bottom], width, height) {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

// A long name in a few lines, cut where it has more.
function lines(label) {
  const found = [""];
  for (const word of label.split(/\s+/)) {
    const last = found.at(-1);
    if (!last || last.length + word.length < WIDTH) found[found.length - 1] = last ? `${last} ${word}` : word;
    else found.push(word);
  }
  const cut = found.map((line) => (line.length > 2 * WIDTH ? `${line.slice(0, 2 * WIDTH)}…` : line));
  return cut.length > LINES ? [...cut.slice(0, LINES - 1), `${cut[LINES - 1]}…`] : cut;
}

function measured(pen, all) {
  return { text: all.join("\n"), wide: Math.max(...all.map((line) => pen.measureText(line).width)) + 4, high: all.length * LINE + 2 };
}
