// The workshop's programs: a new program's name chooses its language.

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
