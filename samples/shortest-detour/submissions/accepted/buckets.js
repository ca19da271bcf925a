// Roads are short, so the towns wait in one bucket for each length.
const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const [n, m, capital] = numbers;
const roads = Array.from({ length: n + 1 }, () => []);
for (let i = 3; i < 3 + 3 * m; i += 3) roads[numbers[i]].push([numbers[i + 1], numbers[i + 2]]);

const length = new Array(n + 1).fill("INF");
const buckets = [[capital]];
for (let soFar = 0; soFar < buckets.length; soFar++) {
  for (const town of buckets[soFar] ?? []) {
    if (length[town] !== "INF") continue;
    length[town] = soFar;
    for (const [v, w] of roads[town]) (buckets[soFar + w] ??= []).push(v);
  }
}
console.log(length.slice(1).join("\n"));
