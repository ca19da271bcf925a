const [n, ...numbers] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);

function total(x) {
  let sum = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const dx = x - numbers[i];
    const dy = numbers[i + 1];
    sum += Math.sqrt(dx * dx + dy * dy);
  }
  return sum;
}

const RATIO = (Math.sqrt(5) - 1) / 2;
let low = -10000;
let high = 10000;
let left = high - RATIO * (high - low);
let right = low + RATIO * (high - low);
let atLeft = total(left);
let atRight = total(right);
while (high - low > 1e-10) {
  if (atLeft < atRight) {
    [high, right, atRight] = [right, left, atLeft];
    left = high - RATIO * (high - low);
    atLeft = total(left);
  } else {
    [low, left, atLeft] = [left, right, atRight];
    right = low + RATIO * (high - low);
    atRight = total(right);
  }
  if (left >= right) break; // as close as doubles get
}
console.log(total((low + high) / 2).toFixed(9));
