// What every page can do beyond its HTML: copy, count seconds, keep the title true, show the difference.

// A button[data-copy] copies the text of the element with that id. Without JavaScript it stays hidden.
function enhance(root) {
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
  for (const pre of root.querySelectorAll(".answer pre")) {
    const mark = pre.querySelector("mark");
    if (mark) pre.scrollTop = mark.offsetTop - pre.offsetTop - pre.clientHeight / 2;
  }
  const [strip, headline] = ["strip", "headline"].map((id) => document.getElementById(id));
  const current = strip?.querySelector("[aria-current]");
  if (current && strip.scrollHeight > strip.clientHeight)
    strip.scrollTop = current.offsetTop - strip.offsetTop - strip.clientHeight / 2;
  for (const here of root.querySelectorAll(".pages-of [aria-current]")) show(here);
  if (headline) document.title = headline.dataset.title;
  if (headline) say(headline.querySelector(".verdict").textContent.trim());
}

// On a telephone the parts of a problem are a strip, of which the current one may lie outside.
function show(here) {
  const strip = here.closest("ul");
  if (!strip.scrollLeft) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
}

// Escape takes a question back.
document.addEventListener("keydown", (event) => {
  const asked = event.key === "Escape" && event.target.closest("details.confirm[open]");
  if (!asked) return;
  asked.open = false;
  asked.querySelector("summary").focus();
});

// To a screen reader: once for each thing that changes, not for each test.
function say(words) {
  const said = document.getElementById("said");
  if (said.textContent !== words) said.textContent = words;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const words = (button.dataset.words ??= button.textContent);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = words), 1500);
});

// [data-elapsed] begins at the server's seconds and counts on.
const began = new WeakMap();
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-elapsed]")) {
    if (!began.has(clock)) began.set(clock, performance.now() - 1000 * Number(clock.dataset.elapsed));
    clock.textContent = `${((performance.now() - began.get(clock)) / 1000).toFixed(1)} s`;
  }
}, 100);

// Ctrl-Enter in the plain textarea; the editor has its own keys.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea[name=source]"))
    event.target.form.requestSubmit();
});

// A request of htmx that came to nothing says so beside what sent it, in a [data-failed].
const failures = (event) => event.detail.elt.closest("form, section")?.querySelectorAll("[data-failed]") ?? [];

function failed(event) {
  const { status } = event.detail.xhr;
  const words = status ? `That did not get through (${status}). Please try again.` : "The site can’t be reached. Please try again.";
  for (const said of failures(event)) {
    said.textContent = (status === 413 && said.dataset.tooLarge) || words;
    said.hidden = false;
  }
}

document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:beforeRequest", (event) => {
  for (const said of failures(event)) said.hidden = true;
});

enhance(document);
document.addEventListener("htmx:load", () => enhance(document));
