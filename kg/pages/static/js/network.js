// Draws what /network.json says. The tables below it say the same, and are what a keyboard and a screen reader reach.

const FEW = 250; // that a layout by forces can take
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

function draw({ actors, edges }) {
  const holder = document.getElementById("network");
  const most = Math.max(...actors.map((actor) => actor.statements), 1);
  const heaviest = Math.max(...edges.map((edge) => edge[3]), 1);
  const graph = cytoscape({
    container: holder,
    elements: [
      ...actors.map((actor, number) => ({
        data: { id: `a${number}`, label: short(actor.label), href: actor.href, size: 14 + 40 * Math.sqrt(actor.statements / most) },
      })),
      ...edges.map(([kind, source, target, number], id) => ({
        classes: kind,
        data: { id: `e${id}`, source: `a${source}`, target: `a${target}`, width: 1.2 + 4 * Math.sqrt(number / heaviest) },
      })),
    ],
    style: look(),
    layout: layout(actors.length),
    minZoom: 0.1,
    maxZoom: 4,
  });
  const readable = () => graph.nodes().style("font-size", Math.max(11, Math.min(30, 12 / graph.zoom())));
  if (actors.length <= FEW) {
    readable();
    graph.on("zoom", readable);
  }
  dark.addEventListener("change", () => {
    graph.style(look());
    if (actors.length <= FEW) readable();
  });

  graph.on("tap", "node", (event) => {
    const href = event.target.data("href");
    if (/^(\/(?!\/)|https?:)/.test(href)) location.assign(href);
  });
  graph.on("mouseover", "node", (event) => {
    const near = event.target.closedNeighborhood();
    graph.elements().not(near).addClass("far");
    near.addClass("near");
    holder.classList.add("over");
  });
  graph.on("mouseout", "node", () => {
    graph.elements().removeClass("far near");
    holder.classList.remove("over");
  });
  document.querySelector(".zoom").addEventListener("click", (event) => {
    const factor = event.target.dataset?.zoom;
    if (factor === "") graph.fit(undefined, 20);
    else if (factor) graph.zoom({ level: graph.zoom() * Number(factor), renderedPosition: { x: holder.clientWidth / 2, y: holder.clientHeight / 2 } });
  });
}

function layout(count) {
  if (count > FEW) return { name: "concentric", concentric: (node) => node.degree(), levelWidth: () => 4, minNodeSpacing: 8, animate: false };
  return { name: "cose", animate: false, randomize: true, nodeRepulsion: () => 40000, idealEdgeLength: () => 60, nodeOverlap: 20,
    componentSpacing: 24, gravity: 0.4, numIter: 1200, padding: 20, nodeDimensionsIncludeLabels: true };
}

function look() {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", label: "data(label)", "background-color": colour("--muted"), color: colour("--ink"),
      "font-size": 13, "font-family": colour("--sans"), "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": colour("--surface"), "text-outline-width": 2,
      "text-wrap": "wrap", "text-max-width": 110, "min-zoomed-font-size": 5 } },
    { selector: "edge", style: { width: "data(width)", "curve-style": "bezier", opacity: 0.75 } },
    { selector: ".relays", style: { "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "target-arrow-shape": "triangle", "arrow-scale": 1 } },
    { selector: ".contradicts", style: { "line-color": colour("--denies"), "line-style": "dashed", "line-dash-pattern": [5, 4] } },
    { selector: ".far", style: { opacity: 0.12 } },
    { selector: "node.near", style: { "background-color": colour("--accent"), "font-weight": "bold", "z-index": 10 } },
  ];
}

function short(label) {
  return label.length > 44 ? `${label.slice(0, 42)}…` : label;
}
