// The editor for SPARQL: Yasgui, told of this graph's prefixes, terms and stored queries, and kept from all others.

const data = JSON.parse(document.getElementById("data").textContent);
const host = document.getElementById("editor");
const { Yasgui } = window;
const { Yasqe, Yasr } = Yasgui;

const ONTOLOGY = data.prefixes.cg;
const LONGEST_ADDRESS = 4000; // characters of a query that still goes into an address
const NAMES = { "select.tableSizer": "Rows on a page", ".yasqe_sharePopup input": "Address of this query" };
const COMPLETERS = ["variables", "kg-prefixes", "kg-properties", "kg-classes"];

// Completion. Yasgui's own completers ask a service on the web: they are left out.

let known;

function terms(kind) {
  known ??= fetch("/sparql-editor/terms").then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
  return known.then(
    (found) => found[kind],
    () => {
      known = undefined; // the server is busy: the next key asks again
      return [];
    },
  );
}

function shortened(iri) {
  const [prefix, namespace] = Object.entries(data.prefixes).find(([, one]) => iri.startsWith(one)) ?? [];
  return prefix ? `${prefix}:${iri.slice(namespace.length)}` : `<${iri}>`;
}

function suggestions(kind) {
  return async (yasqe, token) => {
    const typed = (token?.string ?? "").toLowerCase();
    const iri = (token?.autocompletionString ?? typed).toLowerCase();
    return (await terms(kind)).filter((one) => {
      const name = shortened(one).toLowerCase();
      return name.startsWith(typed) || name.includes(`:${typed}`) || one.toLowerCase().startsWith(iri);
    });
  };
}

function registerCompleters() {
  const common = { bulk: false, autoShow: true, postProcessSuggestion: (yasqe, token, iri) => shortened(iri) };
  Yasqe.forkAutocompleter("class", { ...common, name: "kg-classes", get: suggestions("classes") }, false);
  Yasqe.forkAutocompleter("property", { ...common, name: "kg-properties", get: suggestions("properties") }, false);
  const prefixes = Object.entries(data.prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`).sort();
  Yasqe.forkAutocompleter("prefixes", { name: "kg-prefixes", persistenceId: null, get: () => prefixes }, false);
  Yasqe.defaults.autocompleters = COMPLETERS;
}

// Answers

function problem(error) {
  // What the server says of a query that it does not answer, in words.
  let said;
  try {
    said = JSON.parse(error.text);
  } catch {
    return undefined;
  }
  const words = document.createElement("p");
  words.textContent = `${said.title}: ${said.detail}`;
  return words;
}

function address(iri) {
  // The page of a thing of this graph or of a term of its vocabulary; any other IRI of the web is left as it is.
  if (iri.startsWith(data.base)) return `/${iri.slice(data.base.length)}`;
  if (iri.startsWith(ONTOLOGY)) return `/ontology#${iri.slice(ONTOLOGY.length)}`;
  return /^https?:/i.test(iri) ? iri : "";
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

function drawSafely() {
  // Yasgui cuts IRIs at an apostrophe, and lets the markup of a value be parsed before it is cleaned.
  const table = Yasr.plugins.table.prototype;
  const { getColumns } = table;
  table.getUriLinkFromBinding = ({ value }, prefixes = {}) => {
    const [prefix, namespace] = Object.entries(prefixes).find(([, one]) => value.startsWith(one)) ?? [];
    const words = escaped(prefix ? `${prefix}:${value.slice(namespace.length)}` : value);
    const target = escaped(address(value));
    return target ? `<a class="iri" target="_blank" rel="noopener noreferrer" href="${target}">${words}</a>` : words;
  };
  table.getColumns = function () {
    return getColumns.call(this).map((column) => {
      const render = (data, type, ...rest) =>
        type === "display" || !data.value ? column.render(data, type, ...rest) : escaped(data.value);
      return column.name ? { ...column, render } : column;
    });
  };
}

function mend() {
  // Yasgui draws again at any time, and gives screen readers no name for these.
  for (const [controls, name] of Object.entries(NAMES)) {
    for (const one of host.querySelectorAll(`${controls}:not([aria-label])`)) one.setAttribute("aria-label", name);
  }
  for (const field of host.querySelectorAll(".CodeMirror-code[contenteditable][role=presentation]")) {
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
  }
  for (const add of host.querySelectorAll(".addTab:not([role])")) {
    add.setAttribute("role", "tab"); // the only children that a list of tabs may have
    add.setAttribute("aria-selected", "false");
  }
}

function cell(value = "") {
  // A cell that begins like a formula is one to a spreadsheet, unless an apostrophe stands before it; in some countries
  // a semicolon ends a cell, and quotes are then not seen.
  const marked = value.replace(/^(?=[\t\r\n])/, "'").replace(/(^|[;\t\r\n])(?=[=+\-@＝＋－＠])/g, "$1'");
  const safe = Number.isNaN(Number(value)) ? marked : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function downloadSafely() {
  const table = Yasr.plugins.table.prototype;
  const download = table.download;
  table.download = function (name) {
    const getData = () => {
      const variables = this.yasr.results.getVariables();
      const rows = this.yasr.results.getBindings().map((row) => variables.map((one) => cell(row[one]?.value)));
      return [variables, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
    };
    return { ...download.call(this, name), getData };
  };
}

// Queries

function spelled(query) {
  // The editor stumbles over the separators of lines and of paragraphs: SPARQL has a spelling for each character.
  return query.replace(/[\u2028\u2029]/g, (one) => (one === "\u2028" ? "\\u2028" : "\\u2029"));
}

function spellWhatIsPasted() {
  Yasqe.defineInitHook((yasqe) => {
    yasqe.on("beforeChange", (_, change) => {
      if (change.text.some((line) => spelled(line) !== line)) change.update?.(change.from, change.to, change.text.map(spelled));
    });
  });
}

// Tabs

async function open(yasgui, name, summary) {
  const there = Object.values(yasgui._tabs).find((tab) => tab.getName() === summary);
  if (there) {
    yasgui.selectTabId(there.getId());
  } else {
    const answer = await fetch(`/sparql-editor/examples/${name}`);
    if (!answer.ok) {
      tell("The server is busy: try again in a few seconds.");
      return;
    }
    const value = await answer.text();
    yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(yasgui), name: summary, yasqe: { value } });
  }
  host.scrollIntoView({ block: "nearest" });
  yasgui.getTab().query().catch(() => {}); // Yasgui shows what went wrong
}

function offerExamples(yasgui) {
  for (const link of document.querySelectorAll("a[data-example]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = link.textContent;
    button.addEventListener("click", () => open(yasgui, link.dataset.example, button.textContent));
    link.textContent = "as a page";
    link.setAttribute("aria-label", `${button.textContent} as a page`);
    link.before(button);
  }
}

function tell(words, { seen = true } = {}) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("hidden", !seen);
}

function tellOfAnswers(yasgui) {
  // For screen readers: Yasgui changes the page without a word.
  yasgui.on("query", () => tell("The query runs.", { seen: false }));
  yasgui.on("queryResponse", (_, tab) => {
    setTimeout(() => {
      const results = tab.getYasr()?.results;
      const rows = results?.getBindings()?.length;
      const answered = rows === undefined ? "Answered." : `Answered: ${rows} rows.`;
      tell(results?.hasError() ? "The query failed." : answered, { seen: false });
    });
  });
}

function start() {
  registerCompleters();
  spellWhatIsPasted();
  drawSafely();
  downloadSafely();
  Yasr.defaults.errorRenderers = [async (error) => problem(error)];
  Yasgui.Tab.prototype.getShareableLink = function () {
    return `${location.origin}${location.pathname}?query=${encodeURIComponent(this.getQuery())}`;
  };
  const endpoint = new URL("/sparql", location.href).href;
  host.hidden = false;
  const yasgui = new Yasgui(host, {
    autofocus: false,
    populateFromUrl: false, // an address could name another endpoint
    persistenceId: null,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    requestConfig: {
      endpoint,
      method: (self) => (self.getTab().getQuery().length > LONGEST_ADDRESS ? "POST" : "GET"),
    },
    yasqe: {
      value: spelled(data.query),
      autocompleters: COMPLETERS,
      editorHeight: "26rem",
      inputStyle: "contenteditable", // what screen readers and phones can read
      screenReaderLabel: "Query in SPARQL",
      extraKeys: { Tab: false, "Shift-Tab": false }, // the Tab key goes on to the next control
    },
    yasr: { prefixes: { ...data.prefixes, id: `${data.base}id/`, article: `${data.base}article/` } },
  });
  document.getElementById("plain").remove();
  mend();
  new MutationObserver(mend).observe(host, { childList: true, subtree: true });
  offerExamples(yasgui);
  tellOfAnswers(yasgui);
}

start();
