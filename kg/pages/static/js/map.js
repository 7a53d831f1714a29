// Draws what /map.json says: places, and who is said to hold them up to a day. All words go in as text, never as markup.

import { names } from "./map-names.js";

const SHAPES = 6;
const DAY = 86400000;
const STATUS = {
  claimed: "said to be held by one side",
  contested: "contested",
  left: "said to be left or lost",
  "spoken of": "no holder named",
};
const FAR = 4.5; // below this zoom signs are drawn smaller
const STANCES = { Asserting: "✓", Denying: "✕", Doubting: "?", LeavingOpen: "◌" };
const SVG = "http://www.w3.org/2000/svg";

const chart = document.querySelector(".chart");
try {
  const [data, world] = await Promise.all([chart.dataset.source, chart.dataset.borders].map(load));
  chart.hidden = false;
  draw(data, world);
} catch (error) {
  const notice = element("p", { className: "notice" }, "The map could not be drawn; the table says the same.");
  chart.replaceWith(notice);
  throw error;
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function draw(data, world) {
  const map = L.map("map", { minZoom: 1, maxZoom: 10, worldCopyJump: true, zoomSnap: 0.5, scrollWheelZoom: false, zoomControl: false });
  L.control.zoom({ position: "bottomleft" }).addTo(map); // where no popup hides it
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable()); // else a page cannot be scrolled past it
  map.attributionControl.setPrefix(false).addAttribution("Leaflet · Natural Earth");
  const countries = topojson.feature(world, world.objects.countries);
  for (const { geometry } of countries.features) unwrap(geometry.coordinates);
  L.geoJSON(countries, { interactive: false, style: { className: "country", weight: 0.8, fillOpacity: 1 } }).addTo(map);

  const markers = data.places.map((place) => {
    const marker = L.marker(place.at, { icon: icon(null), keyboard: true, riseOnHover: true });
    marker.bindPopup(() => popup(data, place, today()), { maxWidth: 320, minWidth: 220 });
    marker.bindTooltip(() => element("span", { dir: "auto" }, `${place.label}: ${sentence(data, stateAt(place, today()))}`), { direction: "top", offset: [0, -10] });
    return marker;
  });
  const held = data.places.filter((place) => place.states.length);
  const shown = (held.length ? held : data.places).map((place) => place.at);
  map.fitBounds(L.latLngBounds(shown), { padding: [30, 30], maxZoom: 7, animate: false });

  const slider = document.getElementById("day");
  const first = Date.parse(data.first), last = Date.parse(data.last);
  slider.closest("form").hidden = !(last > first);
  slider.max = last > first ? Math.round((last - first) / DAY) : 0;
  slider.value = slider.max;
  slider.addEventListener("input", show);
  const label = names(map, countries.features, spots);
  legend(data);
  show();
  playable(slider, show, steps());
  map.on("zoomstart", () => map.getContainer().classList.add("zooming"));
  map.on("zoomend moveend resize", settle);
  settle();
  addEventListener("hashchange", focus);
  for (const link of document.querySelectorAll(".onmap")) link.hidden = false;
  focus();

  function settle() {
    map.getContainer().classList.remove("zooming");
    map.getContainer().classList.toggle("far", map.getZoom() < FAR);
    label();
  }

  // What names may stand beside: the places that are shown.
  function spots() {
    const day = today(), size = map.getZoom() < FAR ? 0.7 : 1;
    return data.places.flatMap((place, number) => {
      if (!map.hasLayer(markers[number])) return [];
      const state = stateAt(place, day);
      return [{ label: place.label, below: brief(data, state), at: map.latLngToContainerPoint(place.at), half: (state ? 13 : 6) * size,
        weight: (state ? 1e6 : 0) + place.wordCount }];
    });
  }

  // The place that the address names: "/map#/id/place/…"
  function focus() {
    const number = data.places.findIndex((place) => place.href === location.hash.slice(1));
    if (number < 0) return;
    if (!map.hasLayer(markers[number])) {
      slider.value = slider.max;
      show();
    }
    map.setView(data.places[number].at, Math.max(map.getZoom(), 6), { animate: false });
    markers[number].openPopup();
    const turn = () => chart.scrollIntoView({ block: "start", behavior: "instant" });
    turn();
    if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(turn), { once: true }); // the browser goes to the row of the table
  }

  // The days, as numbers of the slider, on which something is claimed.
  function steps() {
    const days = new Set(data.places.flatMap((place) => place.days.map(([day]) => day)).filter(Boolean));
    return [...days].map((day) => Math.round((Date.parse(day) - first) / DAY)).sort((one, other) => one - other);
  }

  function today() {
    return data.first ? new Date(first + Number(slider.value) * DAY).toISOString().slice(0, 10) : "9999-12-31";
  }

  function show() {
    const day = today();
    document.querySelector(".days output").textContent = words(day);
    slider.setAttribute("aria-valuetext", words(day));
    data.places.forEach((place, number) => {
      const marker = markers[number], count = claims(place, day), state = stateAt(place, day);
      if (!count) return marker.remove();
      const look = state ? `${state.status} ${state.fighting} ${JSON.stringify(state.holders)}` : `dot ${Math.min(count, 20)}`;
      if (look !== marker.look) {
        marker.look = look;
        marker.setIcon(icon(state, data, count)).setZIndexOffset(state ? 1000 : 0);
      }
      if (!map.hasLayer(marker)) marker.addTo(map);
      marker.getElement().setAttribute("aria-label", `${place.label}: ${sentence(data, state)}, ${count} ${count === 1 ? "claim" : "claims"}`);
      if (marker.isPopupOpen()) marker.setPopupContent(popup(data, place, day));
    });
    label();
  }
}

// A country on both sides of the 180th meridian goes on beyond it, where it would be drawn across the whole world.
function unwrap(coordinates) {
  if (typeof coordinates[0][0] !== "number") return coordinates.forEach(unwrap);
  for (let number = 1; number < coordinates.length; number++) {
    const step = coordinates[number][0] - coordinates[number - 1][0];
    if (Math.abs(step) > 180) coordinates[number] = [coordinates[number][0] - 360 * Math.sign(step), coordinates[number][1]];
  }
}

function playable(slider, show, steps) {
  document.querySelector(".steps").addEventListener("click", (event) => {
    const step = Number(event.target.dataset?.step ?? 0);
    if (!step) return;
    stop();
    const now = Number(slider.value);
    slider.value = (step > 0 ? steps.find((day) => day > now) : steps.findLast((day) => day < now)) ?? now;
    show();
  });
  const button = document.querySelector(".play");
  let timer = 0;
  button.addEventListener("click", () => (timer ? stop() : start()));
  slider.addEventListener("pointerdown", stop);

  function start() {
    if (slider.value === slider.max) slider.value = 0;
    const step = Math.max(1, Math.round(slider.max / 120));
    timer = setInterval(() => {
      slider.value = Number(slider.value) + step;
      show();
      if (Number(slider.value) >= Number(slider.max)) stop();
    }, 120);
    button.textContent = "Pause";
    button.setAttribute("aria-pressed", "true");
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
    button.setAttribute("aria-pressed", "false");
  }
}

// What holds on a day. A state holds until the next; "" is no known day, and is before all others.

function stateAt(place, day) {
  return place.states.findLast((state) => state.day <= day);
}

function claims(place, day) {
  return place.days.reduce((sum, [one, number]) => (one <= day ? sum + number : sum), 0);
}

function sentence(data, state) {
  if (!state) return "no claim about who holds it";
  const sides = state.holders.filter(([, says]) => says).map(([side, says, against]) =>
    `${data.sides[side].label} (${says} ${says === 1 ? "says" : "say"} so${against ? `, ${against} otherwise` : ""})`);
  return [STATUS[state.status] + (state.fighting ? ", fighting" : ""), ...sides].join("; ");
}

// "2 say Russia, 1 says Ukraine": nobody is left out because there is little room.
function brief(data, state) {
  const says = state?.holders.filter(([, number]) => number) ?? [];
  const all = says.map(([side, number]) => `${number} ${number === 1 ? "says" : "say"} ${data.sides[side].label}`);
  const against = state?.holders.filter(([, number, other]) => !number && other) ?? [];
  all.push(...against.map(([side, , number]) => `${number} ${number === 1 ? "says" : "say"} not ${data.sides[side].label}`));
  return all.join(", ");
}

// Signs

function icon(state, data, count = 1) {
  const drawn = svg("svg", { class: "spot", viewBox: "-13 -13 26 26", width: 26, height: 26, "aria-hidden": "true" });
  if (!state) drawn.append(svg("circle", { class: "dot", r: 3 + Math.min(3, Math.sqrt(count) / 2) }));
  else {
    const says = state.holders.filter(([, number]) => number);
    drawn.append(...sign(state, says.map(([side]) => side), data.holding));
    if (state.status === "claimed") drawn.append(number(says[0]?.[1]));
  }
  return L.divIcon({ className: "marker", html: drawn, iconSize: [26, 26], popupAnchor: [0, -8] });
}

function sign(state, sides, holding) {
  if (state.status === "contested") {
    const [one, other] = [sides[0], sides[1] ?? sides[0]];
    return [
      svg("circle", { class: "ring", r: 12 }),
      svg("path", { class: one === undefined ? "dot" : side(one, holding), d: "M0 -8.5A8.5 8.5 0 0 0 0 8.5Z" }),
      svg("path", { class: other === undefined ? "dot" : side(other, holding), d: "M0 -8.5A8.5 8.5 0 0 1 0 8.5Z" }),
      svg("circle", { class: "ground", r: 5.4 }),
      svg("path", { class: "unequal", d: "M-3 -1.4H3M-3 1.4H3M1.9 -3.6 -1.9 3.6" }),
    ];
  }
  if (state.status === "claimed") return [svg("path", { class: `body ${side(sides[0], holding)}`, d: outline(sides[0], holding) })];
  if (state.status === "left") return [svg("circle", { class: "empty", r: 7 }), svg("path", { class: "empty", d: "M-3 0H3" })];
  return [svg("circle", { class: "empty", r: 5 })];
}

// How many say so.
function number(says) {
  const text = svg("text", { class: "says", y: 4 });
  text.textContent = says ?? "";
  return text;
}

function side(number, holding) {
  return number < Math.min(SHAPES, holding) ? `side-${number}` : "side-other";
}

function outline(number, holding) {
  return [
    "M-9 0A9 9 0 1 0 9 0A9 9 0 1 0 -9 0Z",
    "M-8 -8H8V8H-8Z",
    "M0 -10 10 8H-10Z",
    "M0 -11 11 0 0 11 -11 0Z",
    "M0 10 -10 -8H10Z",
    "M-5.5 -9H5.5L11 0 5.5 9H-5.5L-11 0Z",
  ][number < Math.min(SHAPES, holding) ? number : 0];
}

function legend(data) {
  const list = (name) => {
    const made = element("ul", { ariaLabel: name });
    document.querySelector(".chart .legend").append(made);
    return (state, text) => {
      const drawn = svg("svg", { class: "spot", viewBox: "-13 -13 26 26", width: 26, height: 26, "aria-hidden": "true" });
      drawn.append(...(state ? sign(state, state.sides, data.holding) : [svg("circle", { class: "dot", r: 4 })]));
      made.append(element("li", {}, drawn, text));
    };
  };
  const shown = Math.min(SHAPES, data.holding);
  if (shown) {
    const held = list("Who is said to hold a place");
    document.querySelector(".chart .legend ul").append(element("li", {}, "Said to be held (by as many speakers as the number says) by"));
    for (let number = 0; number < shown; number++) held({ status: "claimed", sides: [number] }, data.sides[number].label);
    if (data.holding > shown) held({ status: "claimed", sides: [shown] }, "another side");
  }
  const others = list("The other signs");
  others({ status: "contested", sides: data.holding > 1 ? [0, 1] : [0] }, "contested: several holders, a denial, or fighting");
  others({ status: "left", sides: [] }, "said to be left or lost");
  others({ status: "spoken of", sides: [] }, "entered or left open; no holder named");
  others(null, "other claims only");
}

// Popups

function popup(data, place, day) {
  const state = stateAt(place, day);
  const said = place.words.filter((word) => word.day <= day).slice(0, 6);
  const count = claims(place, day);
  const box = element("div", {},
    element("h3", { dir: "auto" }, link(place.href, place.label)),
    element("p", {}, state ? `By what is said${data.first ? ` up to ${words(day)}` : ""}: ${STATUS[state.status]}${state.fighting ? ", fighting" : ""}.` : "No claim about who holds it."));
  if (state?.holders.length) {
    box.append(element("p", {}, ...state.holders.flatMap(([side, says, against], number) => [
      number ? "; " : "", link(data.sides[side].href, data.sides[side].label),
      ` (${[says && `${says} ${says === 1 ? "says" : "say"} so`, against && `${against} ${against === 1 ? "says" : "say"} otherwise`].filter(Boolean).join(", ")})`,
    ]), state.more ? ` and ${state.more} more` : ""));
  }
  if (said.length) {
    box.append(element("ul", {}, ...said.map((word) => element("li", { className: word.stance.toLowerCase() },
      element("span", { className: "stance" }, STANCES[word.stance]), " ",
      link(word.href, `${word.speaker} ${word.does} ${word.what}`), " ",
      element("span", { className: "note" }, word.dated ? "" : word.day ? `(by the day of the statement, ${words(word.day)})` : "(no day known)")))));
  }
  const all = `/timeline?${new URLSearchParams({ place: place.label })}`;
  box.append(element("p", { className: "note" }, link(all, `${count} ${count === 1 ? "claim" : "claims"} over time`)));
  return box;
}

function words(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

function link(href, text) {
  if (!/^(\/(?!\/)|https?:)/.test(href)) return document.createTextNode(text);
  const anchor = element("a", { dir: "auto" }, text);
  anchor.href = href;
  return anchor;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
