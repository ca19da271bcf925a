// An input[type=file][data-most] says at once when what was chosen is too much, before any of it is sent.

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  const said = input.parentElement.querySelector("[data-too-much]");
  const mib = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;

  const check = () => {
    const most = Number(input.dataset.most);
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    said.hidden = size <= most;
    if (size > most) said.textContent = `That is ${mib(size)}; at most ${mib(most)} are taken at a time.`;
    return size <= most;
  };
  input.addEventListener("change", check);
  input.form.addEventListener("submit", (event) => check() || event.preventDefault());
}
