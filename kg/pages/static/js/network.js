// Draws what /network.json says. The tables below it say the same, and are what a keyboard and a screen reader reach.

import { nameable } from "./network-names.js";

const FEW = 250; // that a layout by forces can take
const APART = 70; // between parts that nothing ties
const LARGEST = 1.4; // how much a few actors are enlarged
const NAMED = 12; // ties of one kind that are told of an actor
const chart = document.querySelector(".chart");
const dark = matchMedia("(prefers-color-scheme: dark)");

try {
  const answer = await fetch(chart.dataset.source);
  if (!answer.ok) throw new Error(`${chart.dataset.source}: ${answer.status}`);
  const data = await answer.json();
  chart.hidden = false;
  draw(data);
} catch (error) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = "The network could not be drawn; the tables say the same.";
  chart.replaceWith(notice);
  throw error;
}

function draw({ actors, edges, focus }) {
  const holder = document.getElementById("network");
  const most = Math.max(...actors.map((actor) => actor.statements), 1);
  const heaviest = Math.max(...edges.map((edge) => edge[3]), 1);
  const graph = cytoscape({
    container: holder,
    elements: [
      ...actors.map((actor, number) => ({
        classes: focus.includes(number) ? "focus" : "",
        position: spiral(number),
        data: { id: `a${number}`, name: actor.label, href: actor.href, statements: actor.statements, size: 14 + 40 * Math.sqrt(actor.statements / most) },
      })),
      ...edges.map(([kind, source, target, number], id) => ({
        classes: kind,
        data: { id: `e${id}`, source: `a${source}`, target: `a${target}`, number, width: 1.2 + 4 * Math.sqrt(number / heaviest) },
      })),
    ],
    style: look(edges.length),
    layout: { name: "preset" },
    minZoom: 0.05,
    maxZoom: 4,
  });
  const names = nameable(graph);
  graph.layout(layout(actors.length)).run();
  const shape = holder.clientWidth / holder.clientHeight;
  if (actors.length <= FEW) pack(graph, shape);
  spread(graph, shape);
  names();
  graph.on("zoom resize", names);
  dark.addEventListener("change", () => graph.style(look(edges.length)));

  let touched = null;
  graph.on("tap", "node", (event) => {
    if (event.originalEvent?.pointerType === "touch" || /^touch/.test(event.originalEvent?.type ?? "")) {
      if (touched !== event.target) {
        touched = event.target;
        return near(event.target);
      }
    }
    const href = event.target.data("href");
    if (/^(\/(?!\/)|https?:)/.test(href)) location.assign(href);
  });
  graph.on("tap", (event) => {
    if (event.target === graph) far();
  });
  graph.on("mouseover", "node", (event) => near(event.target));
  graph.on("mouseout", "node", far);
  document.querySelector(".zoom").addEventListener("click", (event) => {
    const factor = event.target.dataset?.zoom;
    if (factor === "") fit(graph);
    else if (factor) graph.zoom({ level: graph.zoom() * Number(factor), renderedPosition: { x: holder.clientWidth / 2, y: holder.clientHeight / 2 } });
  });
  if (focus.length === 1) tell(graph.getElementById(`a${focus[0]}`));

  function near(node) {
    far();
    const around = node.closedNeighborhood();
    graph.elements().not(around).addClass("far");
    around.addClass("near");
    holder.classList.add("over");
    tell(node);
  }

  function far() {
    graph.elements().removeClass("far near");
    holder.classList.remove("over");
  }
}

// The ties of an actor in words, which stay until those of another are told.
function tell(node) {
  const place = document.querySelector(".ties");
  const ends = (edges, end) => edges.sort((one, other) => other.data("number") - one.data("number")).map((edge) => [edge[end]().data("name"), edge.data("number")]);
  const contradicts = node.connectedEdges(".contradicts").sort((one, other) => other.data("number") - one.data("number"))
    .map((edge) => [edge.connectedNodes().not(node).data("name"), edge.data("number")]);
  const name = document.createElement("b");
  name.dir = "auto";
  name.textContent = node.data("name");
  const kinds = [
    ["passes on words of ", ends(node.outgoers(".relays"), "target")],
    ["is passed on by ", ends(node.incomers(".relays"), "source")],
    ["contradicts ", contradicts],
  ].filter(([, all]) => all.length);
  place.replaceChildren(name, " ", kinds.map(([words, all]) => words + listed(all)).join("; "), ".");
  place.hidden = false;
}

function listed(all) {
  const some = all.slice(0, NAMED).map(([name, number]) => (number > 1 ? `${name} (${number} times)` : name));
  return some.join(", ") + (all.length > NAMED ? ` and ${all.length - NAMED} more` : "");
}

// Where a layout begins: the same network looks the same each time.
function spiral(number) {
  const angle = number * 2.39996, radius = 60 * Math.sqrt(number);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

function layout(count) {
  if (count > FEW) return { name: "concentric", concentric: (node) => node.degree(), levelWidth: () => 4, minNodeSpacing: 12, animate: false, padding: 30 };
  return { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 400000, idealEdgeLength: () => 100, nodeOverlap: 24,
    componentSpacing: 60, gravity: 0.5, numIter: 1500, padding: 30 };
}

// Parts that nothing ties to one another stand in columns, the largest first, in a frame of about the shape of the screen.
function pack(graph, shape) {
  const parts = graph.elements().components().map((part) => ({ nodes: part.nodes(), box: part.nodes().boundingBox({ includeLabels: false }) }))
    .sort((one, other) => other.box.h * other.box.w - one.box.h * one.box.w);
  const area = parts.reduce((sum, { box }) => sum + (box.w + 2 * APART) * (box.h + APART), 0);
  const tall = Math.max(Math.sqrt(area / shape), ...parts.map(({ box }) => box.h + APART));
  let x = 0, y = 0, wide = 0;
  graph.batch(() => {
    for (const { nodes, box } of parts) {
      if (y && y + box.h + APART > tall) [x, y, wide] = [x + wide, 0, 0];
      const [right, down] = [x - box.x1, y - box.y1];
      nodes.positions((node) => ({ x: node.position("x") + right, y: node.position("y") + down }));
      y += box.h + APART;
      wide = Math.max(wide, box.w + 2 * APART);
    }
  });
}

// A layout is about as wide as high; names are wide, and so are most screens.
function spread(graph, shape) {
  const box = graph.nodes().boundingBox({ includeLabels: false });
  const by = shape * (box.h / box.w);
  const [x, y] = by > 1 ? [Math.min(by, 2.2), 1] : [1, Math.min(1 / by, 2.2)];
  graph.batch(() => graph.nodes().positions((node) => ({ x: node.position("x") * x, y: node.position("y") * y })));
  fit(graph);
}

// All of it, but a few actors are not blown up.
function fit(graph) {
  graph.fit(undefined, 30);
  if (graph.zoom() > LARGEST) graph.zoom(LARGEST).center();
}

function look(ties) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", "background-color": colour("--muted"), color: colour("--ink"), "font-family": colour("--sans"),
      "text-outline-color": colour("--surface"), "text-wrap": "wrap", "text-max-width": 1000 } },
    { selector: "node[shown]", style: { label: "data(shown)", "text-valign": "data(valign)", "text-halign": "data(halign)", "text-margin-x": "data(dx)", "text-margin-y": "data(dy)" } },
    { selector: "edge", style: { width: "data(width)", "curve-style": "bezier", opacity: ties > 150 ? 0.4 : 0.75 } },
    { selector: ".relays", style: { "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "target-arrow-shape": "triangle", "arrow-scale": 1 } },
    { selector: ".contradicts", style: { "line-color": colour("--denies"), "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: ".far", style: { opacity: 0.12 } },
    { selector: "edge.near", style: { opacity: 1 } },
    { selector: "node.near[whole]", style: { label: "data(whole)", "z-index": 10 } },
    { selector: "node.near, node.focus", style: { "background-color": colour("--accent"), "font-weight": "bold" } },
  ];
}
