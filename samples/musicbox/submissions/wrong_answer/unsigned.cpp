// @EXPECTED_RESULTS@: WRONG-ANSWER
// Half a million fits into 32 bits, but half a million squared doesn't.
#include <iostream>
#include <vector>

int main() {
    unsigned note, a, c, m;
    std::cin >> note >> a >> c >> m;
    std::vector<int> first_time(m, -1);
    int time = 0;
    while (first_time[note] < 0) {
        first_time[note] = time++;
        note = (a * note + c) % m;
    }
    std::cout << first_time[note] << " " << time - first_time[note] << "\n";
}
