// The workshop's forms: one that saves itself says so when it can't, and a new program's name chooses its language.

// form[data-autosave] is sent by htmx; what is typed and not yet saved keeps the page from being left without a word.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = document.getElementById("saved");
  let unsaved = false;
  form.querySelector("[data-autosaves]").hidden = false;
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("htmx:beforeRequest", () => (unsaved = false));
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful || [409, 422].includes(detail.xhr.status)) return;
    unsaved = true;
    document.getElementById("saved").textContent = "Not saved: AlgoItny can’t be reached. It is tried again.";
    setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), 5000);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if ([409, 422].includes(detail.xhr.status)) unsaved = true;
  });
  window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  document.addEventListener("submit", () => (unsaved = false));
  said?.setAttribute("aria-live", "polite");
}

// Without a choice of its own, the editor colours by the name's extension.
for (const select of document.querySelectorAll("select[data-by-name]")) {
  const { name, file } = select.form.elements;
  const automatic = select.options[0];
  const choose = () => {
    const wish = name.value || file.files[0]?.name || "";
    const spoken = [...select.options].find((option) => option.dataset.extensions?.split(" ").some((end) => wish.endsWith(end)));
    automatic.dataset.syntax = spoken?.dataset.syntax ?? "";
    automatic.textContent = spoken ? `${spoken.textContent}, by the name` : "by the name’s extension";
    if (!select.value) select.dispatchEvent(new Event("change"));
  };
  name.addEventListener("input", choose);
  file.addEventListener("change", choose);
}

// A file that is too large is refused before it is sent.
for (const input of document.querySelectorAll("input[type=file][data-most]"))
  input.addEventListener("change", () => {
    const [file] = input.files;
    const most = Number(input.dataset.most);
    const words = file && file.size > most ? `${file.name} has ${file.size.toLocaleString("en")} bytes; at most ${most.toLocaleString("en")} are taken.` : "";
    input.setCustomValidity(words);
    input.reportValidity();
  });
