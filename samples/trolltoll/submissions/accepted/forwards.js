const [n, k, ...values] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const payment = new Array(n + 1).fill(null); // the fewest coins, and the last of them
payment[0] = { coins: 0, last: 0 };
for (let sum = 0; sum < n; sum++) {
  if (payment[sum] === null) continue;
  for (const v of values) {
    if (sum + v > n) continue;
    const known = payment[sum + v];
    if (known === null || known.coins > payment[sum].coins + 1) {
      payment[sum + v] = { coins: payment[sum].coins + 1, last: v };
    }
  }
}
if (payment[n] === null) {
  console.log("IMPOSSIBLE");
} else {
  const coins = [];
  for (let sum = n; sum > 0; sum -= payment[sum].last) coins.push(payment[sum].last);
  console.log(coins.length);
  console.log(coins.join(" "));
}
