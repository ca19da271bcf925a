// @EXPECTED_RESULTS@: WRONG-ANSWER
// "Nothing can be longer than 9999": a chain of three thousand towns can.
const INFINITY = 9999;
const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const [n, m, capital] = numbers;
const roads = Array.from({ length: n + 1 }, () => []);
for (let i = 3; i < 3 + 3 * m; i += 3) roads[numbers[i]].push([numbers[i + 1], numbers[i + 2]]);

const length = new Array(n + 1).fill(INFINITY);
length[capital] = 0;
const buckets = [[capital]];
for (let soFar = 0; soFar < buckets.length; soFar++) {
  for (const town of buckets[soFar] ?? []) {
    if (length[town] < soFar) continue;
    for (const [v, w] of roads[town]) {
      if (soFar + w < length[v]) {
        length[v] = soFar + w;
        (buckets[soFar + w] ??= []).push(v);
      }
    }
  }
}
console.log(length.slice(1).map((x) => (x === INFINITY ? "INF" : x)).join("\n"));
