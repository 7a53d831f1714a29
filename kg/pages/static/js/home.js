// While the graph is being counted the first page has no claims yet: load it again when it has.

const PAUSE = 2000; // milliseconds

async function look() {
  try {
    const answer = await fetch("/", { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok && !(await answer.text()).includes("data-counting")) return window.location.reload();
  } catch {
    // The server is away: perhaps it is back next time.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
