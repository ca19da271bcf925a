// Code that is being written survives reloads, lost sessions and refusals: kept by problem and language in this browser.

const form = document.getElementById("submit");
const { source, language } = form.elements;
const said = form.querySelector("[data-draft]");
const MOST = 256 * 1024; // bytes, as the server says too

const key = () => `draft:${form.dataset.problem}:${language.value}`;

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off: the page works without
  }
}

function remember(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false;
  }
}

function write(code) {
  source.value = code;
  source.dispatchEvent(new Event("change", { bubbles: true })); // the editor reads it back
}

// Another language: its own draft, else what is in the editor, which may have been pasted too early.
function choose() {
  remember("language", language.value);
  const draft = remembered(key());
  if (draft !== null && draft !== source.value) write(draft);
  said.textContent = draft ? "draft restored" : "";
}

let pause;
function save() {
  clearTimeout(pause);
  said.textContent = remember(key(), source.value) ? "draft saved" : "";
}

source.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(save, 300);
});
window.addEventListener("pagehide", () => pause && save());

language.addEventListener("change", choose);

form.addEventListener("submit", (event) => {
  remember(key(), source.value);
  const size = new Blob([source.value]).size;
  if (size > MOST) {
    event.preventDefault();
    said.textContent = `${size.toLocaleString("en")} bytes: at most ${MOST.toLocaleString("en")} are taken`;
  } else if (!source.value.trim()) {
    event.preventDefault();
    said.textContent = "There is no code yet.";
  }
});

const open = form.querySelector("[data-open]");
open.hidden = false;
open.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const spoken = [...language.options].find((option) => option.dataset.extensions.split(" ").some((end) => file.name.endsWith(end)));
  if (spoken) language.value = spoken.value;
  write(await file.text());
  save();
  remember("language", language.value);
  language.dispatchEvent(new Event("change", { bubbles: true }));
  event.target.value = "";
});

// What the server gave (a refused form, an old submission) is shown; the draft it hides stays until something is typed.
// So is what somebody chose or pasted before this script was there: pages are shown while they load.
if (!("given" in form.dataset)) {
  const [first] = [...language.options].filter((option) => option.defaultSelected).concat(language.options[0]);
  const last = remembered("language");
  const isKnown = [...language.options].some((option) => option.value === last);
  if (isKnown && language.selectedOptions[0] === first) language.value = last;
  if (source.value !== source.defaultValue) save();
  language.dispatchEvent(new Event("change", { bubbles: true }));
}
