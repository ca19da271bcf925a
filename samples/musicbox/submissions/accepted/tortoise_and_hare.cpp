#include <iostream>

int main() {
    long long start, a, c, m;
    std::cin >> start >> a >> c >> m;
    auto next = [=](long long note) { return (a * note + c) % m; };

    long long tortoise = next(start), hare = next(next(start));
    while (tortoise != hare) {
        tortoise = next(tortoise);
        hare = next(next(hare));
    }
    // They meet as many steps from the refrain's beginning as the intro is long, up to whole rounds.
    int intro = 0;
    for (tortoise = start; tortoise != hare; intro++) {
        tortoise = next(tortoise);
        hare = next(hare);
    }
    int refrain = 1;
    for (hare = next(tortoise); hare != tortoise; refrain++) hare = next(hare);
    std::cout << intro << " " << refrain << "\n";
}
