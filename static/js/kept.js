// A form[data-kept] saves itself by htmx while one types. Until the server has them, its words are kept in this
// browser: networks, sessions and servers go away. What comes back is saved against what it was based on, so that
// somebody else's edit meanwhile is shown, and not overwritten.
//
//   <form data-kept="key" hx-post hx-trigger="submit, input delay:1s, change, save">
//     <input type="hidden" name="base">  … <span data-said role="status"></span>

const PAUSE = 300; // ms
const AGAIN = 5000; // ms until a save that did not get through is tried once more
const REFUSALS = {
  401: "Not saved: you have been signed out.",
  403: "Not saved: this page has grown old, or you may no longer write here. Load it again; your words come back.",
  409: "Not saved: somebody else was faster.",
  413: "Not saved: that is too much.",
  422: "Not saved yet.",
};

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // storage is switched off: the page works without
  }
}

function write(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

class Kept {
  constructor(form) {
    this.form = form;
    this.key = `kept:${form.dataset.kept}`;
    this.fields = [...form.elements].filter((field) => field.matches("textarea[name], input[type=text][name]"));
    this.said = form.querySelector("[data-said]");
    this.onServer = this.words;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("htmx:confirm", (event) => this.isOurs(event) && this.isUndecided(event) && event.preventDefault());
    form.addEventListener("htmx:beforeRequest", (event) => this.isOurs(event) && this.send());
    form.addEventListener("htmx:afterRequest", (event) => this.isOurs(event) && this.answered(event.detail.xhr.status));
    window.addEventListener("pagehide", () => this.keep());
    window.addEventListener("beforeunload", (event) => this.keep() || event.preventDefault());
  }

  get words() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }

  get isUnsaved() {
    return JSON.stringify(this.words) !== JSON.stringify(this.onServer);
  }

  isOurs(event) {
    return event.detail.elt === this.form;
  }

  // While somebody else's edit is shown, only a button saves: a quiet save would draw it anew under the pointer.
  isUndecided(event) {
    return this.form.querySelector(".clash") && event.detail.triggeringEvent?.type !== "submit";
  }

  say(words) {
    this.said.textContent = words;
  }

  typed() {
    this.say(this.form.querySelector(".clash") ? "Not saved until you decide." : "");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.keep(), PAUSE);
  }

  // Whether nothing would be lost if the page went away now.
  keep() {
    clearTimeout(this.pause);
    if (this.isForgotten) return true;
    const words = this.isUnsaved && { base: this.form.elements.base.value, words: this.words };
    return write(this.key, words) || !words;
  }

  forget() {
    this.isForgotten = true;
    write(this.key, null);
  }

  send() {
    clearTimeout(this.again);
    this.sent = this.words;
    this.say("Saving …");
  }

  answered(status) {
    if (status === 200) this.onServer = this.sent;
    this.keep();
    if (status === 200) return this.say(this.isUnsaved ? "" : "Saved");
    if (status in REFUSALS) return this.say(REFUSALS[status]);
    this.say("Not saved: the site can’t be reached. Your words are kept here; trying again …");
    this.again = setTimeout(() => htmx.trigger(this.form, "save"), AGAIN);
  }

  // What did not reach the server when the page was left, unless the server has just given back what it refused.
  restore() {
    const kept = read(this.key);
    if (!kept || "given" in this.form.dataset) return;
    for (const field of this.fields) {
      field.value = kept.words[field.name] ?? field.value;
      field.dispatchEvent(new Event("change")); // for the editor that may have taken its place
    }
    if (!this.isUnsaved) return write(this.key, null);
    this.form.elements.base.value = kept.base;
    this.say("What you had typed is back");
    htmx.trigger(this.form, "restored");
    htmx.trigger(this.form, "save");
  }
}

const all = [...document.querySelectorAll("form[data-kept]")].map((form) => new Kept(form));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-forget]")) for (const kept of all) kept.forget();
});

// htmx has to have seen the forms.
document.addEventListener("DOMContentLoaded", () => setTimeout(() => all.forEach((kept) => kept.restore())));
