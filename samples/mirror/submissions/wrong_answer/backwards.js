// Replaces one bracket after the other, so what has just become ")" becomes "(" again.
const [size, ...picture] = require("fs").readFileSync(0, "utf8").split("\n");
const height = Number(size.split(" ")[0]);
for (const line of picture.slice(0, height)) {
  let shown = [...line].reverse().join("");
  for (const [from, to] of ["()", ")(", "[]", "][", "{}", "}{", "<>", "><", "/\\", "\\/"]) {
    shown = shown.replaceAll(from, to);
  }
  console.log([...shown].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(""));
}
