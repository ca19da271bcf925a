// Looks for each note among all notes played so far: quadratic, in any language.
#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    long long note, a, c, m;
    std::cin >> note >> a >> c >> m;
    std::vector<long long> played;
    auto at = played.end();
    while ((at = std::find(played.begin(), played.end(), note)) == played.end()) {
        played.push_back(note);
        note = (a * note + c) % m;
    }
    std::cout << at - played.begin() << " " << played.end() - at << "\n";
}
