// Names on the map, as far as there is room: first those of places, the most spoken of before others, then those of
// countries. Under the name of a place stands how many say who holds it.

const NAMED = 120; // places in view that may have their names beside them
const GRID = 48; // pixels between the points at which the map is asked for its country

// `spots()` are the places in view: a key, the label, the line below it, a point, half the width of the sign, a weight.
export function names(map, countries, spots) {
  map.createPane("lands");
  map.createPane("names");
  const lands = countries.map(land);

  return () => {
    const room = space(map.getSize());
    const all = spots().filter(({ at }) => room.holds([at.x, at.y, at.x, at.y])).sort((one, other) => other.weight - one.weight);
    for (const { at, half } of all) room.take([at.x - half, at.y - half, at.x + half, at.y + half]);
    const some = all.slice(0, NAMED).map((one) => ({ ...one, text: named(one) }));
    const pane = map.getPane("names");
    pane.replaceChildren(...some.map((one) => one.text));
    for (const one of some) one.size = [one.text.offsetWidth, one.text.offsetHeight];
    for (const one of some) {
      if (one.size[1] > 20 && place(map, room, one)) continue;
      one.text.classList.add("short");
      one.size = [one.text.offsetWidth, one.text.offsetHeight];
      if (!place(map, room, one)) one.text.remove();
    }
    map.getPane("lands").replaceChildren();
    for (const [name, points] of inView(map, lands)) title(map, room, name, points);
  };
}

function named({ label, below }) {
  const text = document.createElement("div");
  text.className = "name";
  const first = document.createElement("bdi");
  first.textContent = label;
  text.append(first);
  if (below) {
    const second = document.createElement("small");
    second.dir = "auto";
    second.textContent = below;
    text.append(second);
  }
  return text;
}

// Beside its sign, where nothing else stands; false for nowhere.
function place(map, room, { at, half, size: [width, height], text }) {
  const gap = half + 2;
  const corners = [
    [at.x + gap, at.y - height / 2],
    [at.x - gap - width, at.y - height / 2],
    [at.x - width / 2, at.y + gap],
    [at.x - width / 2, at.y - gap - height],
  ];
  const corner = corners.find(([x, y]) => room.free([x, y, x + width, y + height]));
  if (!corner) return false;
  room.take([corner[0], corner[1], corner[0] + width, corner[1] + height]);
  L.DomUtil.setPosition(text, map.containerPointToLayerPoint(corner).round());
  return true;
}

// Boxes are [left, top, right, bottom], in pixels of the map.
function space({ x, y }) {
  const taken = [];
  const holds = ([left, top, right, bottom]) => left >= 0 && top >= 0 && right <= x && bottom <= y;
  return {
    holds,
    take: (box) => taken.push(box),
    free: (box) => holds(box) && !taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1]),
  };
}

// Countries

function land({ properties, geometry }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : (geometry.coordinates ?? []);
  return { name: properties.name, rings: polygons.map(([outer]) => ({ outer, box: around(outer) })) };
}

function around(ring) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

// The names of the countries in view, each with the points of a grid that lie in it; the largest first.
function inView(map, lands) {
  const { x: width, y: height } = map.getSize();
  const found = new Map();
  for (let y = GRID / 2; y < height; y += GRID) {
    for (let x = GRID / 2; x < width; x += GRID) {
      const { lng, lat } = map.containerPointToLatLng([x, y]);
      const here = lands.find(({ rings }) => rings.some(({ outer, box }) =>
        lng >= box[0] && lat >= box[1] && lng <= box[2] && lat <= box[3] && inside(outer, lng, lat)));
      if (here) found.set(here.name, [...(found.get(here.name) ?? []), [x, y]]);
    }
  }
  return [...found].sort(([, one], [, other]) => other.length - one.length);
}

function inside(ring, x, y) {
  let odd = false;
  for (let here = 0, before = ring.length - 1; here < ring.length; before = here++) {
    const [ax, ay] = ring[here], [bx, by] = ring[before];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

// In the middle of what is seen of the country, if its name fits in there.
function title(map, room, name, points) {
  const wide = Math.max(...points.map(([x]) => x)) - Math.min(...points.map(([x]) => x)) + GRID;
  const text = document.createElement("div");
  text.className = "land";
  text.textContent = name;
  map.getPane("lands").append(text);
  const size = [text.offsetWidth, text.offsetHeight];
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const near = points.map((point) => [point, Math.hypot(point[0] - middle[0], point[1] - middle[1])]).sort((one, other) => one[1] - other[1]);
  const box = size[0] > wide ? undefined : near.slice(0, 8)
    .map(([[x, y]]) => [x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2])
    .find(room.free);
  if (!box) return text.remove();
  room.take(box);
  L.DomUtil.setPosition(text, map.containerPointToLayerPoint([box[0], box[1]]).round());
}
